"""What a certificate is made of: its reference, the day it ends, and its sheet of paper."""
