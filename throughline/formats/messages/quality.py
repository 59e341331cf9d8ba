"""Problems of the quality of a directory, and of the answers of an API."""

from throughline.formats.messages.marking import gettext_noop

MESSAGES: dict[str, tuple[str, str]] = {
    "quality_blank": (
        gettext_noop("A field that the standard requires is blank."),
        gettext_noop("Fill in the field."),
    ),
    "quality_missing": (
        gettext_noop("A field that the standard requires is missing."),
        gettext_noop("Add the field to the answer."),
    ),
    "quality_null": (
        gettext_noop("The field is null. The standard leaves out a field without a value."),
        gettext_noop("Leave the field out."),
    ),
    "quality_type": (
        gettext_noop("The value has the wrong type. The standard requires the type: %(kind)s."),
        gettext_noop("Correct the type of the value."),
    ),
    "quality_value": (
        gettext_noop("“%(value)s” is not one of the values in the standard (%(allowed)s)."),
        gettext_noop("Use one of these values."),
    ),
    "quality_email": (
        gettext_noop("“%(value)s” is not an email address."),
        gettext_noop("Write one whole address, such as help@example.org, or leave the field blank."),
    ),
    "quality_web": (
        gettext_noop("“%(value)s” is not a web address."),
        gettext_noop("Write the whole address, such as https://example.org, or leave the field blank."),
    ),
    "quality_web_beginning": (
        gettext_noop("The web address “%(value)s” lacks its beginning."),
        gettext_noop("Write https:// in front of it."),
    ),
    "quality_number": (
        gettext_noop("“%(value)s” is not a number."),
        gettext_noop("Correct the cell, or leave it blank."),
    ),
    "quality_date": (
        gettext_noop("“%(value)s” is not a date such as 2026-09-01."),
        gettext_noop("Write the date as year-month-day."),
    ),
    "quality_moment": (
        gettext_noop("“%(value)s” is not a date and time such as 2026-09-01T12:00:00Z."),
        gettext_noop("Write the date and the time with its offset."),
    ),
    "quality_time": (
        gettext_noop("“%(value)s” is not a time of day such as 09:00."),
        gettext_noop("Write hours and minutes with two digits each."),
    ),
    "quality_id": (
        gettext_noop("The ID “%(value)s” is not a UUID."),
        gettext_noop("Give each record a UUID, and do not change it later."),
    ),
    "quality_repeated_id": (
        gettext_noop("More than one record has this ID."),
        gettext_noop("Give each record its own ID."),
    ),
    "quality_link": (
        gettext_noop("The field points to a record that does not exist. Its table: %(table)s."),
        gettext_noop("Add the missing record, or correct the ID."),
    ),
    "quality_no_organization": (
        gettext_noop("The service has no organization."),
        gettext_noop("Say which organization offers the service."),
    ),
    "quality_orphan": (
        gettext_noop("The row belongs to no organization, service or location."),
        gettext_noop("Link the row to what it describes, or remove it."),
    ),
    "quality_unused": (
        gettext_noop("No service is at this location, and it belongs to no organization."),
        gettext_noop("Link the location to a service, or remove it."),
    ),
    "quality_phone": (
        gettext_noop("The phone number “%(value)s” cannot be dialed."),
        gettext_noop("Write one number with its area code, such as 217-555-0100."),
    ),
    "quality_unreachable": (
        gettext_noop("There is no phone number, email address or website for this service."),
        gettext_noop("Add a way to reach the service, its location or its organization."),
    ),
    "quality_no_hours": (
        gettext_noop("The service has no hours, and neither do its locations."),
        gettext_noop("Add the hours, or write that people should call first."),
    ),
    "quality_rule": (
        gettext_noop("The days cannot be read by a program. They are shown as written."),
        gettext_noop("Choose the days of the week, or describe the hours in words."),
    ),
    "quality_closes_first": (
        gettext_noop("The opening time is %(opens_at)s and the closing time is %(closes_at)s."),
        gettext_noop("Check the hours. An afternoon time may need 12 added, such as 15:00 for 3:00 p.m."),
    ),
    "quality_ends_first": (
        gettext_noop("The last day of these hours is before the first day."),
        gettext_noop("Correct the two dates."),
    ),
    "quality_no_coordinates": (
        gettext_noop(
            "The location has no coordinates, so it cannot be shown on a map or sorted by distance."
        ),
        gettext_noop("Add the latitude and the longitude."),
    ),
    "quality_swapped": (
        gettext_noop("Latitude and longitude seem to be swapped."),
        gettext_noop("Swap the two values, and check the place on a map."),
    ),
    "quality_impossible": (
        gettext_noop("The coordinates cannot be right, so the location cannot be shown on a map."),
        gettext_noop("Correct the latitude and the longitude, or leave both blank."),
    ),
    "quality_far": (
        gettext_noop("The location is very far from the others."),
        gettext_noop("Check the coordinates. Latitude and longitude may be swapped, or a sign is missing."),
    ),
    "quality_no_address": (
        gettext_noop("The location has no address."),
        gettext_noop("Add an address. If it must stay secret, mark the location as confidential."),
    ),
    "quality_currency": (
        gettext_noop("“%(value)s” is not the code of a currency."),
        gettext_noop("Write three letters, such as USD."),
    ),
    "quality_ages": (
        gettext_noop("The lowest age is %(least)s and the highest age is %(most)s."),
        gettext_noop("Swap the two ages, or correct them."),
    ),
    "quality_marks": (
        gettext_noop("The text contains HTML formatting."),
        gettext_noop("Write plain text."),
    ),
    "quality_capitals": (
        gettext_noop("The name is written in capital letters only."),
        gettext_noop("Write the name with small letters: it is easier to read, and is read aloud correctly."),
    ),
    "quality_old": (
        gettext_noop("The service was last confirmed on %(day)s, more than a year ago."),
        gettext_noop("Ask the organization whether everything is still correct, and enter the date."),
    ),
    "quality_undated": (
        gettext_noop("It is not known when the service was last confirmed."),
        gettext_noop("Ask the organization whether everything is correct, and enter the date."),
    ),
    "quality_not_active": (
        gettext_noop("The service is marked as %(status)s but is still in the directory."),
        gettext_noop("Remove the service if it will not come back, or correct its status."),
    ),
    "quality_no_taxonomy": (
        gettext_noop("The term belongs to no taxonomy."),
        gettext_noop("Name the taxonomy that the term is from."),
    ),
    "quality_dead_link": (
        gettext_noop("The web address “%(value)s” did not work. It was tried on %(day)s."),
        gettext_noop("Open the link. If it does not work, correct or remove it."),
    ),
    "quality_no_record": (
        gettext_noop("The answer is not a record."),
        gettext_noop("Answer with a JSON object."),
    ),
    "quality_no_answer": (
        gettext_noop("The standard requires this part of the API, but there is no answer from it."),
        gettext_noop("Provide this part of the API, or record its answer too."),
    ),
    "quality_status": (
        gettext_noop("The API answered with the status %(status)s."),
        gettext_noop("Check the server: the answer to a correct request has the status 200."),
    ),
    "quality_page": (
        gettext_noop("The page says %(said)s, but the rest of the answer means %(expected)s."),
        gettext_noop("Correct the page's numbers: programs use them to find the next page."),
    ),
    "quality_page_size": (
        gettext_noop("The page says it has %(said)s records, but it has %(expected)s."),
        gettext_noop("Write the number of records on the page."),
    ),
    "quality_not_listed": (
        gettext_noop("The record can be opened by its ID, but it is not in the list."),
        gettext_noop("List every record, and give each the same ID in both places."),
    ),
    "quality_wrong_record": (
        gettext_noop("The answer has another record than the one that was asked for."),
        gettext_noop("Answer with the record of this ID."),
    ),
    "quality_differs": (
        gettext_noop("The name differs between the list and the single record."),
        gettext_noop("Take both answers from the same data."),
    ),
    "quality_unknown_answer": (
        gettext_noop("The file is not an answer that the standard describes. It was not checked."),
        gettext_noop("Name the file for its part of the API, such as service_list.json."),
    ),
    "quality_no_answers": (
        gettext_noop("The folder has no answers of an API."),
        gettext_noop("Record the answers as files such as service_list.json and service_full.json."),
    ),
    "quality_not_json": (
        gettext_noop("The answer is not JSON. The problem is in line %(line)s, at character %(position)s."),
        gettext_noop("Correct the answer, or record it again."),
    ),
    "quality_too_large": (
        gettext_noop("The answer is larger than the limit. Largest size in megabytes: %(n)s."),
        gettext_noop("Ask for smaller pages."),
    ),
    "quality_unreadable": (
        gettext_noop("There is no answer from this address (%(reason)s)."),
        gettext_noop("Check the address, and whether the server is running."),
    ),
    "quality_private": (
        gettext_noop("This address was not asked, because it leads to this machine or to a private network."),
        gettext_noop("If you trust it, add --allow-private to the command."),
    ),
    "quality_nothing_there": (
        gettext_noop("There is no file or folder with this name."),
        gettext_noop("Check the path."),
    ),
    "quality_no_name": (
        gettext_noop("The name of the directory is empty."),
        gettext_noop("Name a folder, a ZIP file, a JSON file, or the address of an API."),
    ),
    "quality_zip": (
        gettext_noop("The ZIP file can't be opened. It may be incomplete, or have a password."),
        gettext_noop("Download it again, or name a folder with the unzipped files."),
    ),
    "quality_not_an_address": (
        gettext_noop("This address can't be asked (%(reason)s)."),
        gettext_noop("Check the address: it looks like https://example.org/hsds/."),
    ),
    "quality_not_a_directory": (
        gettext_noop("This is not a directory of services."),
        gettext_noop("Choose a folder, a ZIP file, a JSON file, or the address of an API."),
    ),
}
