"""Addresses of certification: a person's own, those of trainers, and one for leads."""

from django.urls import path

from courses.views import certifying, own_certification

OWN = "my-learning/certification/<uuid:uuid>/"
ONE = "courses/certification/<uuid:uuid>/"
SET = "courses/certification/sets/<uuid:set_uuid>/"

urlpatterns = [
    path(OWN, own_certification.own_certification, name="own_certification"),
    path(f"{OWN}draw/", own_certification.draw, name="own_certification_draw"),
    path(
        f"{OWN}sets/<uuid:set_uuid>/cases/<int:position>/replace/",
        own_certification.replace,
        name="own_certification_replace",
    ),
    path(
        f"{OWN}report-real-data/",
        own_certification.report_real_data,
        name="own_certification_report",
    ),
    path("courses/certification/", certifying.certifications, name="certifications"),
    path("courses/certification/new/", certifying.new_certification, name="certification_new"),
    path(
        "courses/certification/people/<slug:code>/", certifying.people, name="certification_people"
    ),
    path(ONE, certifying.certification, name="certification"),
    path(f"{ONE}change/", certifying.change, name="certification_change"),
    path(f"{ONE}rules/propose/", certifying.propose, name="pass_rule_propose"),
    path(f"{ONE}rules/<int:number>/", certifying.rule, name="pass_rule"),
    path(f"{ONE}rules/<int:number>/switch-on/", certifying.switch_on, name="pass_rule_switch_on"),
    path(f"{SET}conversation/", certifying.conversation, name="certification_conversation"),
    path(
        f"{SET}conversation/report-real-data/",
        certifying.report_conversation,
        name="certification_conversation_report",
    ),
]
