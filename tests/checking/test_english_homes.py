"""Who lives at an English address is said in many ways; what is everybody's place, or nobody's, stops no build."""

import pytest

from site_builder.checking.personal_data.finder import find_personal_data, mask_personal_data

# The lines of a block are parted by " / ".
SOMEBODYS = """
Leave the keys at 4 Chapel Row (Anna Taylor's house).
Edith Clarke kept her ninetieth birthday at home, 7 Church Walk.
Please do not ring at 9 Mill Lane, where Mrs Bell is convalescing.
Could whoever borrowed Jean Webb's steps return them to 5 Kings Road?
| Anna Taylor | Fairview, Mill Lane | 3 bins |
Name,House,Road / Anna Taylor,37,Mill Lane
House,Road,Name / 12,Mill Lane,Anna Taylor
| Keeper | Lives at | Hens | / |---|---|---| / | Jean Webb | Rose Cottage, Ashby | 4 |
- Jean Webb: home 6 Kings Road, Ashby
- Coal delivery: Webb, The Willows, Mill Lane, Ashby LE17 5NB
Jean Webb / Rose Cottage / Kings Road / Ashby / LE17 5NB
> Jean Webb / > Rose Cottage / > Ashby LE17 5NB
Send to: Jean Webb, Lakeside, Ashby, LE17 5NB
Name: Jean Webb / Address: 6 Kings Road, Ashby / Postcode: LE17 5NB
Tenant: Jean Webb / Address: Lakeside, Mill Lane
Patient Jean Webb. Home address Lake View, Mill Lane, Ashby.
Jean Webb in front of Rose Cottage, Kings Road, on her last day there
Hello, Oluchi at 6 Kings Road, does anyone have a ladder?
FOUND: two hens. Webb, Rose Cottage, Kings Road, Ashby.
Married: Ann, daughter of Mr and Mrs Webb of Lakeside, Mill Lane, Ashby
The tenancy of the bungalow at 6 Kings Road passes to Jean Webb.
Jean Webb's address (6 Kings Road, Ashby) was printed in error.
The house at 6 Kings Road is still the home of Jean Webb.
The Webbs moved to 6 Kings Road in May.
She has moved to 6 Kings Road.
"""
EVERYBODYS = """
The surgery has moved to 6 Kings Road.
The dentist's practice moved to 6 Kings Road last week.
The library is at 6 Kings Road, where Jean Webb runs the desk.
Coffee morning at The Old Barn, Mill Lane, on Saturday with Jean Webb.
Village Hall, Church Lane, Ashby, LE17 5NB
Parish Office, 4 Mill Lane, Ashby LE17 5NB
The vacant house at 6 Kings Road was viewed by Jean Webb.
The house at 6 Kings Road was sold to Jean Webb.
The office has moved to Ivy House, Mill Lane.
Lost: a grey cat near Rose Cottage, Kings Road.
Venue: Ashby, The Old Barn, Mill Lane.
Ashby Primary School / Mill Lane / Ashby / LE17 5NB
Jean Webb / Parish Clerk / Mill Lane / Ashby / LE17 5NB
| Stop | Road | Time | / |---|---|---| / | 3 | Mill Lane | 9:05 |
| No. | Place | Steward | / |---|---|---| / | 3 | Mill Lane | Anna Taylor |
| 1 | Church Street | Anna Taylor |
Return books to the library at 6 Kings Road, says Jean Webb.
Jean Webb's talk is at The Old Barn, Mill Lane, on 5 May.
The guild meets at Ivy House, Mill Lane, where Jean Webb will speak.
John Lewis, High Street, Ashby LE17 5NB
Send entries to the Clerk, Parish Hall, Ashby, LE17 5NB
Anna Taylor, Headteacher, Ashby School, School Lane, Ashby LE17 5NB
Erection of a porch at 6 Kings Road, where Jean Webb is the applicant's architect.
"""


def list_texts(lines: str) -> list[str]:
    """Give each line as a text, which may have several."""
    return [each.replace(" / ", "\n") for each in lines.strip().splitlines()]


@pytest.mark.parametrize("text", list_texts(SOMEBODYS))
def test_whose_home_it_is_is_said_somewhere(text: str) -> None:
    assert ("address", "error") in [(each.kind, each.severity) for each in find_personal_data(text)]


@pytest.mark.parametrize("text", list_texts(EVERYBODYS))
def test_what_is_no_home_stops_nothing(text: str) -> None:
    assert "error" not in [each.severity for each in find_personal_data(text)]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Send to: Jean Webb, Lakeside, Ashby, LE17 5NB", "Send to: Jean Webb, ××, Ashby"),
        ("> Jean Webb\n> Rose Cottage\\\n> Ashby LE17 5NB\n", "> Jean Webb\n> ××\\\n> ××\n"),
        ("Anna Taylor,37,Mill Lane,brown bin", "Anna Taylor,××,brown bin"),
    ],
)
def test_the_mask_keeps_lines_and_the_town(text: str, masked: str) -> None:
    assert mask_personal_data(text) == masked
