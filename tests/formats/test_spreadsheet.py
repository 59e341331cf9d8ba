"""Any spreadsheet becomes a directory by the standard, by what its columns are said to be."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.formats.workbooks import a_workbook
from throughline.formats.folding import fold
from throughline.formats.hsds import spreadsheet
from throughline.formats.hsds.sheet_fields import BY_KEY, CONFIDENTIAL_COLUMN, FIELDS, suggest
from throughline.formats.hsds.standard import TABLES
from throughline.formats.tables import BadFile

KINDS = {
    fold("Food programs"): ("food", "Food programs"),
    fold("Programas de alimentos"): ("food", "Food programs"),
    fold("Arts, music and more"): ("arts", "Arts, music and more"),
}

Rows = Mapping[str, list[dict[str, Any]]]


def a_sheet(folder: Path, header: str, *rows: str, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def suggested(path: Path) -> dict[str, str]:
    return {one.name: one.suggested for one in spreadsheet.columns_of(path)}


def rows_of(path: Path, mapping: Mapping[str, str] | None = None) -> Rows:
    """Every row by its table, with its fields that are filled and its extra."""
    with spreadsheet.open_spreadsheet(
        path, suggested(path) if mapping is None else mapping, kinds=KINDS
    ) as read:
        return {
            table: [
                {name: value for name, value in row.values.items() if value not in (None, "")}
                | ({"extra": row.extra} if row.extra else {})
                for row in read.rows(table)
            ]
            for table in TABLES
        }


def problems_of(
    path: Path, mapping: Mapping[str, str] | None = None
) -> list[tuple[str, int | None, str | None]]:
    with spreadsheet.open_spreadsheet(
        path, suggested(path) if mapping is None else mapping, kinds=KINDS
    ) as read:
        assert all(one.remedy and str(one) for one in read.report.problems)
        return [(one.code, one.row, one.column) for one in read.report.problems]


ENGLISH = (
    "Agency,Program Name,Description,Street Address,City,State,Zip Code,Phone,Fax,Hours of Operation,"
    "Category,Languages Spoken,Website,Email,Eligibility,Cost,Latitude,Longitude"
)
SPANISH = (
    "Organización,Nombre del servicio,Descripción,Calle,Ciudad,Estado,Código postal,Teléfono,Fax,Horario,"
    "Categoría,Idiomas,Sitio web,Correo electrónico,Requisitos,Costo,Latitud,Longitud"
)
ROW = (
    'Helpers,Food bank,Food for all,1 Main St,Pueblo,CO,81003,"719-555-0101 ext. 5; 719-555-0102",'
    '719-555-0109,"Mon-Fri 9am-5pm; Sat 10am-2pm",Food programs,"English, Spanish",https://example.org,a@example.org,'
    "Anybody,Free,38.27,-104.61"
)


@pytest.mark.parametrize("header", [ENGLISH, SPANISH])
def test_one_row_holds_everything_about_a_service(tmp_path: Path, header: str) -> None:
    rows = rows_of(a_sheet(tmp_path, header, ROW))
    (organization,), (service,), (location,), (place,) = (
        rows[table] for table in ("organization", "service", "location", "service_at_location")
    )
    assert (organization["name"], organization["website"]) == ("Helpers", "https://example.org")
    assert service | {"id": ""} == {
        "id": "",
        "organization_id": organization["id"],
        "name": "Food bank",
        "description": "Food for all",
        "email": "a@example.org",
        "eligibility_description": "Anybody",
        "fees_description": "Free",
    }
    assert (location["latitude"], location["longitude"]) == (38.27, -104.61)
    assert (place["service_id"], place["location_id"]) == (service["id"], location["id"])
    (address,) = rows["address"]
    assert address | {"id": ""} == {
        "id": "",
        "location_id": location["id"],
        "address_1": "1 Main St",
        "city": "Pueblo",
        "state_province": "CO",
        "postal_code": "81003",
        "country": "US",
        "address_type": "physical",
    }
    assert [
        (one["number"], one.get("extension"), one["type"], one["service_id"]) for one in rows["phone"]
    ] == [
        ("719-555-0101", "5", "voice", service["id"]),
        ("719-555-0102", None, "voice", service["id"]),
        ("719-555-0109", None, "fax", service["id"]),
    ]
    assert [(one["byday"], one["opens_at"], one["closes_at"]) for one in rows["schedule"]] == [
        ("MO,TU,WE,TH,FR", "09:00", "17:00"),
        ("SA", "10:00", "14:00"),
    ]
    assert {one["service_at_location_id"] for one in rows["schedule"]} == {place["id"]}
    assert [one["name"] for one in rows["language"]] == ["English", "Spanish"]
    (term,), (attribute,) = rows["taxonomy_term"], rows["attribute"]
    assert (term["code"], term["taxonomy"]) == ("food", "Kinds of support")
    assert (attribute["link_id"], attribute["taxonomy_term_id"]) == (service["id"], term["id"])


def test_entries_of_the_same_name_and_places_of_the_same_address_are_one(tmp_path: Path) -> None:
    path = a_sheet(
        tmp_path,
        "Agency,Program,Description,Address,City,Phone",
        "Helpers,Food bank,Food for all,1 Main St,Pueblo,719-555-0101",
        "HELPERS,Tutoring,Homework,1 Main St.,Pueblo,719-555-0101",
        "Helpers,Food bank,Something else,2 Oak St,Pueblo,719-555-0102",
    )
    rows = rows_of(path)
    assert [len(rows[table]) for table in ("organization", "service", "location", "address")] == [1, 2, 2, 2]
    assert len(rows["service_at_location"]) == 3
    assert rows["service"][0]["description"] == "Food for all"
    assert ("sheet_differs", 4, "Description") in problems_of(path)


def test_the_same_spreadsheet_has_the_same_ids_and_a_moved_place_keeps_its_own(tmp_path: Path) -> None:
    first = rows_of(a_sheet(tmp_path, ENGLISH, ROW))
    moved = rows_of(a_sheet(tmp_path, ENGLISH, ROW.replace("1 Main St", "2 Oak St"), name="next year.csv"))
    for table in ("organization", "service", "location", "address", "phone", "schedule", "language"):
        assert [one["id"] for one in first[table]] == [one["id"] for one in moved[table]], table
    assert moved["address"][0]["address_1"] == "2 Oak St"


def test_ids_of_the_source_are_kept(tmp_path: Path) -> None:
    path = a_sheet(
        tmp_path,
        "Agency ID,Agency,Service ID,Service,Location ID,Address",
        "a7,Helpers,007,Food,L1,1 Main St",
    )
    rows = rows_of(path)
    assert [rows[table][0]["id"] for table in ("organization", "service", "location")] == ["a7", "007", "L1"]


def test_a_published_id_does_not_depend_on_where_a_place_is(tmp_path: Path) -> None:
    """Who guesses an address could check the guess with an id that was made of it."""
    one = rows_of(a_sheet(tmp_path, "Place name,Address,Latitude", "Safe house,1 Main St,38.1"))
    other = rows_of(a_sheet(tmp_path, "Place name,Address,Latitude", "Hidden house,9 Elm St,38.2"))
    assert [one[table][0]["id"] for table in ("location", "address")] == [
        other[table][0]["id"] for table in ("location", "address")
    ]


def test_a_whole_address_in_one_cell_is_taken_apart(tmp_path: Path) -> None:
    header = "Service,Address"
    path = a_sheet(
        tmp_path, header, 'Food,"12 Main St, Suite 4, Pueblo, CO 81003-1234"', "Art,Behind the school"
    )
    first, second = rows_of(path)["address"]
    assert (first["address_1"], first["city"], first["state_province"], first["postal_code"]) == (
        "12 Main St, Suite 4",
        "Pueblo",
        "CO",
        "81003-1234",
    )
    assert second["address_1"] == "Behind the school"
    assert problems_of(path) == [("sheet_no_organization", 2, None), ("sheet_address", 3, "Address")]


def test_no_report_quotes_where_a_place_is(tmp_path: Path) -> None:
    path = a_sheet(
        tmp_path,
        "Service,Address,Latitude,Longitude,Coordinates",
        "Food,Behind Zebra Hall,Zebra,500.25,Zebra",
        "Food,Behind Zebra Hall,Zebra,500.25,Zebra",
    )
    with spreadsheet.open_spreadsheet(path, suggested(path)) as read:
        texts = [str(one) for one in read.report.problems]
        assert len(texts) == 9
        assert not any("Zebra" in text or "500.25" in text for text in texts)
        (location,) = read.rows("location")
        assert location.extra == {"latitude": "Zebra", "longitude": "500.25", "coordinates": "Zebra"}
        assert [service.extra for service in read.rows("service")] == [{}]


def test_columns_that_are_no_field_are_kept_and_those_left_out_are_not(tmp_path: Path) -> None:
    path = a_sheet(tmp_path, "Service,Odd,Private", "Food,x,secret", "Food,y,secret")
    mapping = {"Service": "service.name", "Private": "ignore"}
    assert [one["extra"] for one in rows_of(path, mapping)["service"]] == [{"odd": "x; y"}]
    with spreadsheet.open_spreadsheet(path, mapping) as read:
        uses = {use.column: (use.state, use.n_filled) for use in read.report.fields if use.column}
    assert uses == {"Service": ("mapped", 2), "Odd": ("kept aside", 2), "Private": ("not read", 0)}


def test_what_cannot_be_read_is_kept_and_reported_by_row(tmp_path: Path) -> None:
    path = a_sheet(
        tmp_path,
        "Service,Hours,Category,Minimum age,Last verified,Notes",
        'Food,Call first,"Food programs, Magic",ten,soon,#REF!',
        ",,,,,left",
    )
    assert problems_of(path) == [
        ("sheet_error", 2, "Notes"),
        ("hsds_number", 2, "Minimum age"),
        ("hsds_date", 2, "Last verified"),
        ("sheet_no_organization", 2, None),
        ("sheet_hours", 2, "Hours"),
        ("sheet_kind", 2, "Category"),
        ("sheet_nothing", 3, None),
    ]
    rows = rows_of(path)
    assert rows["service"][0]["extra"] == {"minimum age": "ten", "last verified": "soon", "category": "Magic"}
    assert rows["schedule"][0]["description"] == "Call first"


def test_kinds_of_support_are_known_by_every_name(tmp_path: Path) -> None:
    path = a_sheet(
        tmp_path,
        "Service,Category",
        "One,PROGRAMAS DE ALIMENTOS",
        'Two,"Arts, music and more"',
        "Three,food programs",
    )
    rows = rows_of(path)
    code = {one["id"]: one["code"] for one in rows["taxonomy_term"]}
    assert [code[one["taxonomy_term_id"]] for one in rows["attribute"]] == ["food", "arts", "food"]
    assert problems_of(path) == [("sheet_no_organization", 2, None)]


def test_hours_may_stand_in_columns_of_days_or_of_times(tmp_path: Path) -> None:
    path = a_sheet(
        tmp_path, "Service,Monday,Tuesday,Wednesday", "Food,9am-5pm,closed,by appointment", name="days.csv"
    )
    assert [
        (one.get("byday"), one.get("opens_at"), one.get("description")) for one in rows_of(path)["schedule"]
    ] == [("MO", "09:00", None), (None, None, "Wednesday: by appointment")]
    path = a_sheet(tmp_path, "Service,Days,Opens,Closes", "Food,Mon-Wed,9:00 AM,5:00 PM", "Art,Tue,later,")
    assert [
        (one.get("byday"), one.get("opens_at"), one.get("description")) for one in rows_of(path)["schedule"]
    ] == [("MO,TU,WE", "09:00", None), (None, None, "Tue later")]


def test_a_list_of_organizations_alone_makes_no_services(tmp_path: Path) -> None:
    path = a_sheet(
        tmp_path, "Name,Description,Phone,Email,Address", "Helpers,We help,719-555-0101,a@b.org,1 Main St"
    )
    rows = rows_of(path)
    assert rows["service"] == []
    (organization,), (phone,), (location,) = rows["organization"], rows["phone"], rows["location"]
    assert (organization["description"], organization["email"]) == ("We help", "a@b.org")
    assert phone["organization_id"] == location["organization_id"] == organization["id"]


def test_a_service_without_a_name_has_that_of_its_organization(tmp_path: Path) -> None:
    path = a_sheet(tmp_path, "Agency,Description,Eligibility", "Helpers,Food for all,Anybody")
    assert rows_of(path)["service"][0]["name"] == "Helpers"
    assert problems_of(path) == [("sheet_service_named", 2, None)]


def test_a_contact_has_a_phone_of_its_own(tmp_path: Path) -> None:
    path = a_sheet(
        tmp_path,
        "Service,Contact,Contact email,Contact phone,Intake phone",
        "Food,Ana,a@b.org,719-555-0101,719-555-0102",
    )
    rows = rows_of(path)
    (contact,) = rows["contact"]
    assert (contact["name"], contact["email"]) == ("Ana", "a@b.org")
    assert [(one["number"], one.get("contact_id"), one.get("description")) for one in rows["phone"]] == [
        ("719-555-0102", None, "Intake phone"),
        ("719-555-0101", contact["id"], None),
    ]


def test_a_workbook_is_read_as_a_csv_file_is(tmp_path: Path) -> None:
    header = ["Agency", "Program", "Zip", "Phone", "Phone"]
    book = a_workbook(
        tmp_path / "a.xlsx",
        A=[["List"], [], header, ["Helpers", "Food", "01234", 7195550101, "719-555-0102"]],
    )
    sheet = a_sheet(tmp_path, ",".join(header), "Helpers,Food,01234,7195550101,719-555-0102")
    assert rows_of(book) == rows_of(sheet)
    assert [one.name for one in spreadsheet.columns_of(book)] == [
        "Agency",
        "Program",
        "Zip",
        "Phone",
        "Phone (2)",
    ]


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        ({"A": "service.description"}, "sheet_no_names"),
        ({"A": "ignore", "B": ""}, "sheet_no_names"),
        ({"A": "service.name", "B": "service.name"}, "sheet_twice"),
    ],
)
def test_a_mapping_that_cannot_work_is_refused(tmp_path: Path, mapping: dict[str, str], code: str) -> None:
    with pytest.raises(BadFile) as refused:
        spreadsheet.open_spreadsheet(a_sheet(tmp_path, "A,B", "1,2"), mapping)
    assert refused.value.code == code


def test_a_sheet_without_entries_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile) as refused:
        spreadsheet.open_spreadsheet(a_sheet(tmp_path, "A,B", ",2"), {"A": "service.name"})
    assert refused.value.code == "hsds_no_rows"


def test_the_first_rows_can_be_read_alone(tmp_path: Path) -> None:
    path = a_sheet(tmp_path, "Service", *(f"Service {n}" for n in range(20)))
    with spreadsheet.open_spreadsheet(path, suggested(path), most_rows=5) as read:
        assert read.report.n_rows["service"] == 5


def test_every_field_fills_one_of_the_standard_and_no_name_means_two() -> None:
    taken: dict[str, str] = {}
    for one in FIELDS:
        table, _, name = one.fills.partition(".")
        assert name in TABLES[table].by_name or one.key == CONFIDENTIAL_COLUMN, one.key
        for spelling in one.keys:
            assert taken.setdefault(spelling, one.key) == one.key, spelling
    assert len(BY_KEY) == len(FIELDS)


def test_a_field_that_one_column_can_be_is_suggested_once() -> None:
    header = ["Agency", "Provider", "Phone", "Mobile"]
    assert suggest(header, [[]] * 4) == ["organization.name", "", "phone.number", "phone.number"]


def test_columns_without_a_telling_name_are_known_by_their_cells() -> None:
    samples = [["719-555-0101"], ["a@example.org"], ["https://example.org"], ["Anything"]]
    assert suggest(["A", "B", "C", "D"], samples) == [
        "phone.number",
        "organization.email",
        "organization.website",
        "",
    ]


def test_a_place_belongs_to_the_organization_of_its_first_row(tmp_path: Path) -> None:
    sheet = a_sheet(tmp_path, "Agency,Program,Street,City", "A,Food,1 Main,Pueblo", "B,Books,1 Main,Pueblo")
    rows = rows_of(sheet)
    (location,) = rows["location"]
    assert location["organization_id"] == rows["organization"][0]["id"]
    assert problems_of(sheet) == []


def test_two_languages_with_a_word_or_a_sign_between_them_are_two(tmp_path: Path) -> None:
    cells = ("English & Spanish", "English and Spanish", "inglés y español", "español e inglés")
    for cell in cells:
        rows = rows_of(a_sheet(tmp_path, "Agency,Program,Languages", f"A,Food,{cell}"))
        assert len(rows["language"]) == 2


def test_a_date_that_a_workbook_has_as_a_number_is_a_date(tmp_path: Path) -> None:
    rows = rows_of(a_sheet(tmp_path, "Agency,Program,Last verified", "A,Food,45000", "A,Books,81"))
    assert [row.get("assured_date") for row in rows["service"]] == [date(2023, 3, 15), None]


def test_values_that_cannot_be_right_are_reported_by_row_and_kept(tmp_path: Path) -> None:
    header = "Agency,Program,Phone,Fax,Email,Zip"
    right = "A,Food,719-555-0101,(719) 555-0102,a@example.org,81003-1234"
    wrong = ",Books,call us; 970555099999,555-0203,info at us,8100"
    path = a_sheet(tmp_path, header, right, wrong)
    assert problems_of(path) == [
        ("sheet_phone", 3, "Phone"),
        ("sheet_phone", 3, "Fax"),
        ("hsds_email", 3, "Email"),
        ("sheet_zip", 3, "Zip"),
        ("sheet_no_organization", 3, None),
    ]
    rows = rows_of(path)
    assert [one["postal_code"] for one in rows["address"]] == ["81003-1234", "8100"]
    assert "info at us" in [one.get("email") for one in rows["service"]]


def test_a_postal_code_of_another_country_needs_no_five_digits(tmp_path: Path) -> None:
    path = a_sheet(tmp_path, "Agency,City,Zip,Country", "A,London,SW1A 1AA,GB")
    assert problems_of(path) == []


def test_merged_cells_have_the_value_of_their_block_in_its_first_column(tmp_path: Path) -> None:
    sheet = [["Agency", "Program"], ["Helpers", "Food"], [None, "Books"], [None, "Rides"], ["Others", "Art"]]
    path = a_workbook(tmp_path / "merged.xlsx", merged=["A2:A4"], A=sheet)
    rows = rows_of(path)
    names = {one["id"]: one["name"] for one in rows["organization"]}
    assert [(one["name"], names[one["organization_id"]]) for one in rows["service"]] == [
        ("Food", "Helpers"),
        ("Books", "Helpers"),
        ("Rides", "Helpers"),
        ("Art", "Others"),
    ]


def test_a_name_that_looks_like_a_mark_is_kept_and_removed_marks_are_reported(tmp_path: Path) -> None:
    path = a_sheet(
        tmp_path, "Agency,Program,Description", "<Help>,Food <b>now</b>,<i>Daily</i>", "A & B,Ages <5,Fine"
    )
    rows = rows_of(path)
    assert [one["name"] for one in rows["organization"]] == ["<Help>", "A & B"]
    assert [one["name"] for one in rows["service"]] == ["Food now", "Ages <5"]
    assert problems_of(path) == [("sheet_marks", 2, "Program"), ("sheet_marks", 2, "Description")]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        *(
            (name, CONFIDENTIAL_COLUMN)
            for name in ("Confidential", "Confidential location?", "Hidden Address")
        ),
        *((name, CONFIDENTIAL_COLUMN) for name in ("Domicilio confidencial", "Is this confidential (Y/N)")),
        *(
            (name, "address.whole")
            for name in ("City/State/Zip", "City, State, ZIP", "City, State & Zip Code")
        ),
        *((name, "schedule.hours") for name in ("Hours open", "Operating hours", "Horario de atención")),
    ],
)
def test_names_of_columns_as_lists_have_them(name: str, key: str) -> None:
    assert suggest(["Agency", name], [["Helpers"], ["Yes"]])[1] == key


def test_notes_of_a_confidential_kind_mark_no_address() -> None:
    samples = [["Helpers"], ["Ask for Dana at the side door"]]
    assert suggest(["Agency", "Confidential notes"], samples)[1] == ""


@pytest.mark.parametrize("mark", ["yes", "X", "Sí", "unknown", "-", "#REF!", "9 Elm St"])
def test_whatever_is_no_clear_no_keeps_the_address_back(tmp_path: Path, mark: str) -> None:
    path = a_sheet(
        tmp_path,
        "Service,Address,Confidential",
        f"Shelter,1 Main St,{mark}",
        "Food,2 Main St,No",
        "Art,3 Main St,",
    )
    rows = rows_of(path)
    assert [one.get("extra", {}).get("is_confidential") for one in rows["location"]] == ["yes", None, None]
    assert ("9 Elm St" in str(rows["location"])) == (mark == "9 Elm St")
    assert all("extra" not in one for one in rows["service"])


def test_one_mark_is_enough_for_a_place_in_several_rows(tmp_path: Path) -> None:
    header = "Agency,Agency ID,Location ID,Address,Confidential"
    rows = rows_of(a_sheet(tmp_path, header, "A,1,L1,1 Main St,no", "A,1,L1,1 Main St,yes"))
    assert [one["extra"] for one in rows["location"]] == [{"is_confidential": "yes"}]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Juniper, CO 81501", {"city": "Juniper", "state_province": "CO", "postal_code": "81501"}),
        ("Grand Junction CO 81501-1234", {"city": "Grand Junction", "postal_code": "81501-1234"}),
        ("Juniper, Colorado 81501", {"city": "Juniper", "state_province": "Colorado"}),
        ("Juniper, CO", {"city": "Juniper", "state_province": "CO"}),
        ("behind the mill", {"address_1": "1 Main St, behind the mill"}),
        ("1 Main St, Juniper, CO 81501", {"city": "Juniper", "postal_code": "81501"}),
    ],
)
def test_a_street_and_the_rest_of_the_address_are_joined(
    tmp_path: Path, line: str, parts: Mapping[str, str]
) -> None:
    path = a_sheet(tmp_path, "Service,Street Address,City/State/Zip", f'Food,1 Main St,"{line}"')
    (address,) = rows_of(path)["address"]
    expected = {"address_1": "1 Main St", **parts}
    assert expected.items() <= address.items()


def test_an_address_cell_that_differs_from_the_columns_is_kept(tmp_path: Path) -> None:
    path = a_sheet(tmp_path, "Service,Full address,City", 'Food,"1 Main St, Juniper, CO 81501",Pueblo')
    mapping = {"Service": "service.name", "Full address": "address.whole", "City": "address.city"}
    rows = rows_of(path, mapping)
    assert rows["address"][0]["city"] == "Pueblo"
    assert rows["location"][0]["extra"] == {"full address": "1 Main St, Juniper, CO 81501"}
    assert ("sheet_two_addresses", 2, "Full address") in problems_of(path, mapping)


@pytest.mark.parametrize("total", ["TOTAL,3", "Total: 3,", 'Grand total,"1,203"', "Suma,3"])
def test_a_last_row_that_is_a_total_is_left_out_and_named(tmp_path: Path, total: str) -> None:
    path = a_sheet(tmp_path, "Agency,Service", "Helpers,Food", total, ",")
    assert [one["name"] for one in rows_of(path)["organization"]] == ["Helpers"]
    assert problems_of(path) == [("sheet_total", 3, None)]


def test_an_organization_called_total_is_read(tmp_path: Path) -> None:
    path = a_sheet(tmp_path, "Agency,Service", "Total,Food", "Total Health,3", "Total,Clinic")
    assert [one["name"] for one in rows_of(path)["organization"]] == ["Total", "Total Health"]


def test_several_columns_can_mark_an_address(tmp_path: Path) -> None:
    header = "Service,Address,Confidential,Hide address"
    path = a_sheet(tmp_path, header, "Shelter,1 Main St,no,yes", "Food,2 Main St,no,no")
    assert [one.get("extra") for one in rows_of(path)["location"]] == [{"is_confidential": "yes"}, None]
