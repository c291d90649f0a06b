"""What holds in every environment, on the safe side. Each environment only adds to it."""

from datetime import timedelta
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from training_site.security import OUR_PAGES
from training_site.settings import env

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = Path(env.text("VAR_DIR", str(ROOT / "var")))

DEBUG = False
ALLOWED_HOSTS: list[str] = []
DEMO = False

INSTALLED_APPS = [
    "training_site.apps.TrainingSiteConfig",
    "reports",
    "courses",
    "scenarios",
    "scoring",
    "people",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",  # the admin does not run without it; nobody is given a document to make
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "axes",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django_htmx",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "training_site.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "training_site.middleware.personal_pages_are_not_stored",
    "training_site.middleware.admin_door",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "training_site.urls"
WSGI_APPLICATION = "training_site.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "training_site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "training_site.navigation.navigation",
            ]
        },
    }
]
STATICFILES_DIRS = [ROOT / "training_site" / "static"]
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
# Recordings and handouts of lessons, apart from what is under MEDIA_URL: docs/decisions/media.md
LESSON_FILES_ROOT = VAR / "lesson-files"
RECORDING_MOST_BYTES = 100 * 1024 * 1024
HANDOUT_MOST_BYTES = 10 * 1024 * 1024

DATABASES = {"default": env.database("DATABASE_URL", default=VAR / "training.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People and sign-in
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "people.backends.PersonBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_learning"
ACCOUNT_ADAPTER = "people.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "people.forms.SignInForm",
    "reset_password": "people.forms.AskForResetForm",
    "reset_password_from_key": "people.forms.ResetPasswordForm",
    "change_password": "people.forms.ChangePasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# Guesses are counted by axes alone, and by person: a whole force may share one address.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=5)
AXES_LOCKOUT_PARAMETERS = ["username"]
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # it asks for the address; we count by person, see above
AXES_USERNAME_CALLABLE = "people.accounts.login_name"
AXES_LOCKOUT_CALLABLE = "people.accounts.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = "training@training.example"
# Days from a date on which its trainee is reminded: of one to aim for, of a last one, and of one
# from which a measure is asked.
COURSE_REMINDERS = {"aim": (-7, 0), "by": (-7, -1, 1), "measure": (0,)}

# How long the measures of a course can be taken: the final so many days after finishing it, and the
# later ones so many months from the day each falls on
MEASURES = {"days_for_final": 28, "months_for_later": 1}

# How many panellists have to finish before a panel can be closed, by what the case is meant for
PANEL_MINIMUM = {"practice": 5, "check": 10, "anchor": 10}
# How many pairs of panellists in a hundred have to come within one level of each other, and whether
# a panel below it cannot be closed or is only told so: docs/decisions/panel.md says why these
PANEL_AGREEMENT = {
    "practice": {"within_one": 75, "blocks": False},
    "check": {"within_one": 80, "blocks": True},
    "anchor": {"within_one": 80, "blocks": True},
}

# So many days before a certificate runs out a set for the next one may be drawn
RECERTIFY_DAYS_BEFORE = 60

# After so many days trainers and administrators are told to check a support line again
SUPPORT_LINES_CHECKED_EVERY_DAYS = 180

# Above this Flesch-Kincaid grade an author is told that a paper of a case reads hard
READING_GRADE_MOST = 9

# Abbreviations that readers here know, beside those in scenarios/quality/abbreviations.toml
KNOWN_ABBREVIATIONS: list[str] = []

# Tasks run at once where they are asked for, unless production says otherwise
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# Languages: /cy/ opens when Welsh is added here, see docs/decisions
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
LOCALE_PATHS = [ROOT / "training_site" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"

# Wagtail, with every call to the outside off
WAGTAIL_SITE_NAME = "ARMS training"
WAGTAILADMIN_BASE_URL = env.text("BASE_URL", "http://127.0.0.1:8000")
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAILIMAGES_IMAGE_FORM_BASE = "training_site.images.ImageForm"
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAILADMIN_LOGIN_URL = "/accounts/login/"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# Browsers
CONTENT_SECURITY_POLICY = {"DIRECTIVES": OUR_PAGES}
SESSION_ENGINE = "people.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "training_site.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"  # Wagtail's preview, in a frame of the admin, says otherwise itself
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
