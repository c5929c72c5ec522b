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
Qualifying address: 6 Kings Road
Qualifying address (within the parish): Rose Cottage, Kings Road
Address of the property: 6 Kings Road, Ashby
Home visit to Rose Cottage, Kings Road, 4 May
Place of residence 6 Kings Road
Present address: 6 Kings Road
| Ref | Qualifying address | / |---|---| / | 101 | 6 Kings Road |
| Date | Home visited | / |---|---| / | 4 May | 6 Kings Road |
| Household | Members | / |---|---| / | 6 Kings Road | 5 |
| Elector | Street | / |---|---| / | Bligh | 6 Kings Road |
"Jean Webb","Rose Cottage, Kings Road","Ashby"
'Mr K Towers','6 Kings Road','LE17 5NB'
id,elector,qualifying_address / 7,"Bligh, Simon","6 Kings Road, Ashby"
Surname;Forename;Address / Towers;Keith;6 Kings Road
«Jean Webb», «6 Kings Road»
Mr Colin Drake ("Braeside", Kings Road) spoke.
Mr Colin Drake, "Braeside", Kings Road, Ashby, spoke.
*Tenant:* **Mr S. Vane**, *6 Kings Road*
_Jean Webb_, _6 Kings Road_
D Carter 6 Kings Road; M Petrov 8 Kings Road
6 Kings Road - Webb, Jean
Fern Bank, Kings Road: Doyle, new bin
Doyle, 6 Kings Road, new bin
Liable person: Irene Stubbs. Property: 6 Kings Road
Student exemption, Ottilie Nayland, flat let to tenant Ottilie Nayland, 6 Kings Road
Next of kin: Orsolya Tarr (wife), same address, 6 Kings Road
The Petrie family from 6 Kings Road
The old lady at 6 Kings Road needs her path cleared.
Householders at 3, 5 and 9 Kings Road have been told.
Lost: tabby cat. Please ring at 6 Kings Road and ask for Mrs Dale.
Ms Siân Rees, 6 Kings Road
MRS K ENNIS, 6 KINGS ROAD
Mrs Kay Ennis LE17 5NB 6 Kings Road
Gordon Yates of 6 Kings Road asked about the street lamp.
6 Kings Road, where his sister Mary still lives
Jean Webb, RR 2 Box 114, Millersburg
Rick Yoder, 9907 Township Road 254
ref,name,property / 12,"Towers, K","6 Kings Road"
Ottilie Doyle, 6 Kings Road
Qualifying address: 'Larkrise', Kings Road
Home visit to "Larkrise", Kings Road
Jean Webb has lived for years at 6 Kings Road.
6 Kings Road, Dover (Tull residence)
Dear Mr Towers, re 6 Kings Road
Sri Ramesh Kumar, House No. 27, Ward 5, Rampur
| Resident | Flat | Block | / |---|---|---| / | Mrs Oduya | Flat 6 | Grange House |
| Surname | First name | House name/no. | Street | / |---|---|---|---| / | Vane | Keith | Fern Cottage | Dark Lane |
| Recipient | Award | Where | / |---|---|---| / | Mr S. Vane | £120 fuel | 61 Mount Pleasant |
| Grave | Owner of the right of burial | Owner's address | / |---|---|---| / | 9 | Ivor Towers | 2 Tan-y-Graig |
| Name | Street | No | / |---|---|---| / | Jean Webb | Ropewalk | 19 |
| Witness | Address | / | --- | --- | / | Mr Neil Vane | 83 Queensway |
| Service user | Flat no. | Block | / |---|---|---| / | Ada Quill | 12 | Maltings House |
``` / surname;initial;address / Oddie;M;5 Bankside / ```
id,tenant,street,number / 104,P Dangerfield,Ropewalk,31
member_no,member_name,addr1,addr2 / 0071,Mrs E Fell,The Gables,Kings Road
tenant;address / Ottilie Nayland;9 Northgate Mews
Applicant name: Mr S. Vane / Applicant address: 42 Ropewalk
Name: Jean Webb / Address: 34 Ashgrove
Name / Jean Webb / Address / 9 Northgate Mews
The late Harold Vane, for many years of 6 Kings Road, left £500 for the field.
Thanks to Wendy Vane who has opened her garden at 6 Kings Road again.
Jean's steps have been borrowed again. Please take them back to her at 6 Kings Road.
FOUND - keys with a leather fob. Apply to Vane, Rose Cottage, Kings Road.
Home address of the new tree warden: 6 Kings Road.
Debt owed by Mr C. Vane (last known address 6 Kings Road) to be written off.
Dear Mrs Vane, thank you for your letter from 9 St Mary's Close about the plaque.
Mr Colin Vane (address: Unit 4, 6 Kings Road) has been banned from the library.
Her neighbour Mr Howard Vane, at Number 5 Kings Road, has been bothered by drones.
Mr & Mrs Vane, Bryn Awel, Kings Road, are thanked for the loan of their field.
- leaflet drop — Tom, 6 Kings Road, has the spare bundles
- Mavis at Number 6 Kings Road, recovering from her hip
- Irene (82) at 3 Dale Bungalows, likes Scrabble
Raffle tickets sold by: Gwen Vane, 'Hafod', Stryd Fawr, Llanberis LL55 4SU
Yours faithfully, /  / Rosalind Vane (Mrs) / The Hollies, Church End
Grant: Mr Seamus Vane, 7 Cluain Ard, Ballina, F26 X4Y7, approved
"""
# What the page says of them: a warning, for a build stops at what is somebody's home alone.
DOUBTFUL = """
24/00317/FUL Mr and Mrs Harding, 6 Kings Road, Ashby: single-storey rear extension
Treasurer: Bob Askew, 6 Kings Road
| Venue | Address | Steward | / |---|---|---| / | Scout Hut | 6 Kings Road | Mrs Dale |
| Project | Owner | Site | / |---|---|---| / | Roof | Tom Arden | 6 Kings Road |
Flat 2, 6 Kings Road: smoke alarm fitted
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
The qualifying address must lie in the parish.
The address of the property must be given on the form.
Home visits are made on Tuesdays; ask at the surgery, 6 Kings Road.
Tenants may pay at the housing office, 6 Kings Road.
Elderly residents can have their hair cut at 6 Kings Road.
The household waste site, 6 Kings Road
Care home: Elm Lodge, Kings Road, 40 beds
Road closed outside numbers 5 to 17, Kings Road
"Village Hall","6 Kings Road, Ashby"
venue,address,contact / Town Hall,6 Kings Road,Bookings Office
J. Barr Builders Ltd, 6 Kings Road
Tender: Amory & Sons, Unit 7, Kings Road
Talk by Dr Helen Marlow: The Guildhall, 3 Kings Road, 7 p.m.
Miss Orr complained about the smell from the takeaway at 6 Kings Road.
The car park behind 6 Kings Road is free on Sundays, says Jean Webb.
Photo by Jean Webb: 6 Kings Road in the snow
Where: 6 Kings Road, 7 p.m. Ask for Jean Webb
The Duchess, 6 Kings Road
Prince Albert, 6 Kings Road: live music
Long Embankment, 12 Granary Street
Our office at 6 Kings Road, Santa Clara, CA 95051
8F Front End Developer Christine Cheung agreed.
Copyright: 1995-1998 The University of Utah, Jean Webb
Icons by Nick Kinling, Iconic, Jayson Lane, Amber Reed
Sheriff Earl Dobbs, 6 Kings Road
Mr Chips, 6 Kings Road, hygiene rating 5
| Name | Address | / |---|---| / | Red Lion | 12 Mill Lane |
| Name | Address | / |---|---| / | Jubilee Hall | 3 Bankside |
| Owner | Address | / |---|---| / | Ashby Council | 4 Ropewalk |
| Tenant | Address | / |---|---| / | Towers Motors Ltd | 83 Queensway |
| Applicant | Address | Proposal | / |---|---|---| / | Mr T. Vane | 14 Ropewalk | Rear extension |
| Street | Households | / |---|---| / | Mill Lane | 34 |
| Winner | Prize | Where | / |---|---|---| / | Jean Webb | £5 | Village Hall, Church Street |
| No. | Street | Owner | / |---|---|---| / | 3 | Ropewalk | Highways |
| Venue | Address | Contact | / |---|---|---| / | Guildhall | 5 Bankside | Jean Webb |
| Member | Ward | Street | / |---|---|---| / | Jean Webb | North | Ropewalk |
| Recipient | Where | When | / |---|---|---| / | Jean Webb | 5 Bankside | 7 p.m. |
recipient,grant,address / Ashby Football Club,200,3 Bankside
Name: Village Hall / Address: 34 Ashgrove
Name / Ashby Motors / Address / 9 Northgate Mews
Speaker: Jean Webb / Office address: 9 Northgate Mews
The firm, for many years of 6 Kings Road, has closed.
The club has opened its garden at 6 Kings Road.
The steps are back. Please take the books to the library at 6 Kings Road.
Apply to the Clerk, Rose Cottage, Kings Road.
Thank you for your letter from the council about 6 Kings Road.
The library (address: 6 Kings Road) is closed.
Ashby Motors (last known address 6 Kings Road) was struck off.
The shop at Number 5 Kings Road is open.
Road works outside Number 5 Kings Road.
The library — Church End, 6 Kings Road
Ashby Motors, Unit 7, Cluain Ard, Ballina, F26 X4Y7
Residents of Jubilee House were told of the works by letter.
Yours faithfully, /  / Rosalind Vane (Mrs) / Parish Clerk
communities: ["Long Embankment", "Bamboo Spring", "Granary Street"]
"""


def list_texts(lines: str) -> list[str]:
    """Give each line as a text, which may have several."""
    return [each.replace(" / ", "\n") for each in lines.strip().splitlines()]


@pytest.mark.parametrize("text", list_texts(SOMEBODYS))
def test_whose_home_it_is_is_said_somewhere(text: str) -> None:
    assert ("address", "error") in [(each.kind, each.severity) for each in find_personal_data(text)]


@pytest.mark.parametrize("text", list_texts(DOUBTFUL))
def test_what_may_be_a_place_of_everybody_is_found(text: str) -> None:
    assert [(each.kind, each.severity) for each in find_personal_data(text)] == [("address", "warning")]


@pytest.mark.parametrize("text", list_texts(EVERYBODYS))
def test_what_is_no_home_stops_nothing(text: str) -> None:
    assert "error" not in [each.severity for each in find_personal_data(text)]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Send to: Jean Webb, Lakeside, Ashby, LE17 5NB", "Send to: Jean Webb, ××, Ashby"),
        ("> Jean Webb\n> Rose Cottage\\\n> Ashby LE17 5NB\n", "> Jean Webb\n> ××\\\n> ××\n"),
        ("Anna Taylor,37,Mill Lane,brown bin", "Anna Taylor,××,brown bin"),
        (
            "| Tenant | Street | Bin | No |\n|---|---|---|---|\n| K Vane | Ropewalk | brown | 3 |\n",
            "| Tenant | Street | Bin | No |\n|---|---|---|---|\n| K Vane | ×× | brown | ×× |\n",
        ),
    ],
)
def test_the_mask_keeps_lines_and_the_town(text: str, masked: str) -> None:
    assert mask_personal_data(text) == masked
