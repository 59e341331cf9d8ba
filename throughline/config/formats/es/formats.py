"""Spanish as it is written in the United States: 1,000.5 and 9:30 a. m."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
TIME_FORMAT = "g:i a"
DATETIME_FORMAT = r"j \d\e F \d\e Y, g:i a"
FIRST_DAY_OF_WEEK = 0
