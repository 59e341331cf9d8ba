"""Small population files of each kind, in their original formats."""

from pathlib import Path

from throughline.formats.population import Figures


def file(tmp_path: Path, content: str | bytes, name: str = "f.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def n_by(figures: Figures, dimension: str, school_id: str = "") -> dict[str, int | None]:
    return {
        count.category: count.n
        for count in figures.counts
        if count.dimension == dimension and count.school_id == school_id
    }


def state_by(figures: Figures, dimension: str, school_id: str = "") -> dict[str, str]:
    return {
        count.category: count.state
        for count in figures.counts
        if count.dimension == dimension and count.school_id == school_id
    }


ROSTER = """Student ID,School Name,Grade Level,Home Language,Race/Ethnicity,Gender
0012345678,Juniper High School,09,English,White,F
0012345679,Juniper High School,10,Spanish,Hispanic/Latino,M
0012345680,Mesa Elementary,KG,es,Hispanic/Latino,M
0012345681,Mesa Elementary,PK,Karen,Asian,X
0012345682,Mesa Elementary,3,,Two or more races,F
"""

ORGS = """sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId
d1,active,2026-08-01,Juniper District,district,0802910,
s1,active,2026-08-01,Juniper High School,school,080291001234,d1
s2,active,2026-08-01,Mesa Elementary,school,,d1
"""
USERS = """sourcedId,status,enabledUser,username,givenName,familyName,grades,primaryOrgSourcedId
u1,active,true,a,Ana,A,09,s1
u2,active,true,b,Ben,B,KG,s2
u3,tobedeleted,true,c,Cy,C,KG,s2
u4,active,true,d,Di,D,,s1
"""
ROLES = """sourcedId,status,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId
r1,active,u1,primary,student,,,s1
r2,active,u2,primary,student,,,s2
r3,active,u3,primary,student,,,s2
r4,active,u4,primary,teacher,,,s1
"""
DEMOGRAPHICS = (
    "sourcedId,status,dateLastModified,birthDate,sex,americanIndianOrAlaskaNative,asian,"
    "blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,"
    "hispanicOrLatinoEthnicity\n"
    "u1,active,,2012-01-01,female,false,false,false,false,true,false,true\n"
    "u2,active,,2021-01-01,male,false,true,false,false,true,false,false\n"
)
ONEROSTER = {
    "orgs.csv": ORGS.encode(),
    "users.csv": USERS.encode(),
    "roles.csv": ROLES.encode(),
    "demographics.csv": DEMOGRAPHICS.encode(),
}

_HEAD = (
    "SCHOOL_YEAR,ST,SCH_NAME,LEA_NAME,LEAID,NCESSCH,GRADE,RACE_ETHNICITY,SEX,STUDENT_COUNT,TOTAL_INDICATOR,"
    "DMS_FLAG\n"
)
_SET_A = "Category Set A - By Race/Ethnicity; Sex; Grade"
_BY_RACE = "Derived - Subtotal by Race/Ethnicity and Sex minus Adult Education Count"
_BY_GRADE = "Subtotal 4 - By Grade"
_NONE = "No Category Codes"


def ccd_row(
    school: str, ncessch: str, grade: str, race: str, sex: str, n: str, indicator: str, leaid: str = "0802910"
) -> str:
    flag = "Reported" if n.isdigit() else "Missing"
    return f"2024-2025,CO,{school},Juniper,{leaid},{ncessch},{grade},{race},{sex},{n},{indicator},{flag}\n"


def ccd(rows: str = "") -> str:
    mesa, high = ("Mesa Elementary", "080291000001"), ("Juniper High School", "080291001234")
    return (
        _HEAD
        + ccd_row(*mesa, "Kindergarten", "White", "Female", "20", _SET_A)
        + ccd_row(*mesa, "Kindergarten", "Hispanic/Latino", "Male", "30", _SET_A)
        + ccd_row(*mesa, "Grade 1", "Not Specified", "Not Specified", "0", _SET_A)
        + ccd_row(*mesa, "Kindergarten", _NONE, _NONE, "50", _BY_GRADE)
        + ccd_row(*mesa, _NONE, "White", "Female", "20", _BY_RACE)
        + ccd_row(*mesa, _NONE, "Hispanic/Latino", "Male", "30", _BY_RACE)
        + ccd_row(*mesa, "Adult Education", _NONE, _NONE, "7", _BY_GRADE)
        + ccd_row(*mesa, _NONE, _NONE, _NONE, "57", "Education Unit Total")
        + ccd_row(
            *mesa, _NONE, _NONE, _NONE, "50", "Derived - Education Unit Total minus Adult Education Count"
        )
        + ccd_row(*high, "Grade 9", "White", "Female", "40", _SET_A)
        + ccd_row(*high, "Grade 9", "Asian", "Male", "-9", _SET_A)
        + ccd_row("Elsewhere", "060000100001", "Grade 9", "White", "Male", "999", _SET_A, "0600001")
        + rows
    )


ACS_WIDE = (
    "GEO_ID,NAME,B03002_001E,B03002_001M,B03002_003E,B03002_003M,B03002_006E,B03002_006M,B03002_007E,"
    "B03002_007M,B03002_012E,B03002_012M\n"
    "Geography,Geographic Area Name,Estimate!!Total:,Margin of Error!!Total:,"
    "Estimate!!Total:!!Not Hispanic or Latino:!!White alone,"
    "Margin of Error!!Total:!!Not Hispanic or Latino:!!White alone,Estimate!!Asian,Margin of Error!!Asian,"
    "Estimate!!NHPI,Margin of Error!!NHPI,Estimate!!Hispanic,Margin of Error!!Hispanic\n"
    "9700000US0802910,Juniper School District,14000,-555555555,9800,310,-999999999,-999999999,-666666666,"
    "-222222222,3900,280\n"
    "9700000US0600001,Elsewhere,1,1,1,1,1,1,1,1,1,1\n"
)
EDGE = (
    "GeoId,Geography,Year,PDP02_1est,PDP02_1moe,PDP02_2est,PDP02_2moe,PDP02_3est,PDP02_3moe,PDP02_4est,"
    "PDP02_4moe\n"
    "97000US0802910,Juniper,2018-2022,1900,120,-9,-9,-8,-8,400,-5\n"
)
ACS_LONG = (
    '"Label (Grouping)","Juniper!!Estimate","Juniper!!Margin of Error"\n'
    '"Total:","1,200","±95"\n'
    '"\xa0\xa0Own","900","±80"\n'
    '"\xa0\xa0Rent","300","*****"\n'
    '"\xa0\xa0Other","-","**"\n'
)
