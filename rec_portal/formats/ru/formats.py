"""Dates without the word for year, months in the genitive, a comma after the weekday, week from Monday."""

DATE_FORMAT = "j E Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j E Y, H:i"
WEEKDAY_DATE_FORMAT = "l, j E Y"
SHORT_WEEKDAY_DATE_FORMAT = "D j E Y"
SHORT_DATE_FORMAT = "d.m.Y"
SHORT_DATETIME_FORMAT = "d.m.Y, H:i"
MONTH_DAY_FORMAT = "j E"
FIRST_DAY_OF_WEEK = 1
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"]
THOUSAND_SEPARATOR = "\xa0"
DECIMAL_SEPARATOR = ","
