"""Words around addresses in Latin letters, as facts: given names, what organisations are called, what is public."""

import re

from site_builder.late_patterns import compile_late

# Given names that are common in English, and syllables of which Chinese names consist.
GIVEN = """
Aaron Abbie Abdul Abdullah Abel Abigail Abraham Ada Adam Adele Adeline Adrian Agatha Agnes Ahmed Aidan Ailsa Aisha
Aisling Ajay Alan Alana Alasdair Alastair Albert Albie Alec Alex Alexa Alexander Alexandra Alexis Alfie Alfonso Alfred
Algernon Ali Alice Alicia Alison Alistair Alma Alva Alvin Alyssa Amanda Amber Ambrose Amelia Amelie Amina Amir Amit
Amos Amy Ana Anand Anastasia Andrea Andrei Andrew Andrzej Andy Angela Angelo Angharad Angie Angus Anil Anita Anjali
Ann Anna Anne Annie Ansel Anthea Anthony Antonia Antonio Anya Aoife Arabella Archibald Archie Ariana Arjun Arlo Arnold
Arthur Arun Asha Ashley Ashok Asif Astrid Aubrey Audrey Augusta Ava Avery Avril Ayesha Aziz Bai Bao Barbara Barry
Beatrice Bella Ben Benedict Benjamin Benny Bernadette Bernard Bernie Bert Bertha Bertie Beryl Bessie Beth Betsy Bettie
Bettina Betty Bilal Bill Bing Blanche Bo Bob Bonnie Boyd Brad Bradley Brandon Brandy Brenda Brendan Brent Brett Brian
Brid Bridget Bronagh Bronwen Bruce Bryan Bryn Bryony Bríd Byron Cai Caitlin Caleb Callum Calvin Cameron Camilla
Candice Cao Carl Carla Carlos Carlton Carly Carmen Carol Caroline Carolyn Carrie Carys Casey Cassandra Cassie Cathal
Catherine Cathy Catriona Catrìona Cecil Cedric Celeste Celia Ceri Chad Chang Chantal Chao Charlene Charles Charlie
Charlotte Chen Cheng Cheryl Chloe Chris Chrissie Christabel Christina Christine Christopher Christy Chun Ciaran Ciarán
Cindy Claire Clara Clare Clarence Clarissa Claude Claudia Clementine Clifford Clint Clinton Clive Clyde Cody Colette
Colin Colleen Colm Connor Conor Conrad Constance Cora Cordelia Corey Corinne Cormac Courtney Craig Cui Curtis Cuthbert
Cynthia Cyril Dafydd Dai Daisy Dale Damian Damien Damon Dan Daniel Daniela Danielle Danny Dante Daphne Darius Darrell
Darren Darryl Daryl Dave David Davina Dawn Dean Deanna Debbie Deborah Declan Deepak Deirdre Delia Delilah Della
Delores Deng Denise Dennis Derek Dermot Derrick Des Desmond Dexter Diana Diane Diarmuid Dick Dickon Dilip Dilwyn Dilys
Ding Dolores Dominic Dominique Donal Donald Dong Donna Donnie Donovan Dora Doreen Dorian Doris Dorothea Dorothy Dottie
Doug Douglas Drew Du Duan Duane Duncan Dustin Dwayne Dwight Dylan Eamon Eamonn Earl Eddie Edgar Edie Edith Edmond
Edmund Edna Edward Edwin Effie Efua Eileen Eilidh Eilís Eira Eithne Elaina Elaine Eleanor Eleanora Elena Eli Elias
Elijah Eliot Elisabeth Elise Elisha Eliza Elizabeth Ella Ellen Ellie Elliot Elma Elmer Eloise Elsa Elsie Elspeth Elton
Eluned Elvira Elwyn Emanuel Emeka Emil Emilia Emily Emma Emmanuel Emmeline Emmett Emyr Ena Enda Enid Eoin Eric Erica
Erik Erika Erin Ernest Ernie Erwin Esme Esmeralda Esmond Estelle Esther Ethan Ethel Etta Eugene Eugenia Eugenie Eunice
Eva Evan Evangeline Eve Evelina Eveline Evelyn Everett Ewa Ewan Ezra Faith Fan Fang Farida Fatima Fay Faye Federico
Fei Felicity Felix Feng Ferdinand Fergus Fernando Finbar Finlay Finley Finn Fiona Fionn Fionnuala Flora Florence
Florrie Floyd Frances Francesca Francine Francis Francisco Frank Frankie Fred Freda Freddie Frederick Freya Fu Gabriel
Gabriela Gabriella Gail Ganesh Gang Gao Gareth Garry Garth Gary Gavin Gaye Gaynor Ge Geeta Gemma Genevieve Geoff
Geoffrey George Georgia Georgie Georgina Geraint Gerald Geraldine Gerry Gertrude Gethin Gideon Gilbert Gilda Giles
Gillian Gilly Gina Ginny Giovanni Gladys Glenda Glenn Glenys Gloria Godfrey Golda Gong Gopal Gordon Grace Graeme
Graham Grahame Grainne Grant Greg Gregor Gregory Greta Gretchen Griff Griselda Gráinne Gu Guadalupe Guan Guillermo Guo
Gurpreet Gus Gustav Guy Gwen Gwendolen Gwendoline Gwenllian Gwilym Gwyneth Gwynne Hal Hamish Hamza Han Hank Hannah Hao
Hari Harold Harpreet Harriet Harry Harvey Hassan Hattie Hayley Hazel Hazem He Heather Hector Hedley Heidi Heledd Helen
Henry Herbert Hettie Hilary Hilda Hiram Holly Hong Horace Horatio Hou Howard Hu Hua Huang Hubert Hugh Hugo Hui
Humphrey Hussain Iain Ian Iarla Ibrahim Ida Ieuan Ifan Ifor Ignatius Igor Ilse Imelda Imogen Imran Ina Indira Inez
Ingrid Ioana Irene Iris Irma Irving Irwin Isaac Isabel Isabella Isabelle Isidore Isla Ismael Ismail Isobel Ivan Ivor
Ivy Iwan Izabela Jack Jackie Jacob Jacqueline Jade Jaime Jake Jamal James Jamie Jan Jane Janet Janice Jared Jasmine
Jason Jasper Jaspreet Javier Jay Jaya Jayden Jayne Jean Jeanette Jeanne Jeannie Jed Jeff Jeffrey Jemima Jemma Jen
Jennifer Jenny Jeremy Jerome Jerry Jess Jesse Jessica Jessie Jethro Jia Jian Jiang Jiao Jie Jill Jim Jimmy Jin Jing Jo
Joachim Joan Joann Joanna Joanne Joaquin Jocelyn Jodi Jodie Jody Joe Joel Johanna John Johnny Jolene Jon Jonah Jonas
Jonathan Jonny Jordan Jorge Jose Joseph Josephine Josh Joshua Josiah Josie Joy Joyce Juan Jude Judi Judith Judy Julia
Julian Juliana Julianne Julie Juliet Juliette Julius Jun June Justin Justine Kamal Kamala Kang Kara Kareem Karen Karim
Karina Karl Kate Katherine Kathleen Kathryn Kathy Katie Katrina Kavita Kay Kayla Keira Keiran Keiron Keisha Keith
Kelly Kelvin Ken Kendra Kenneth Kenny Kerri Kerry Kevin Khadija Khalid Kiera Kieran Kim Kimberly Kirk Kirsten Kirsty
Kishan Kit Kitty Kofi Kong Krishna Kristen Kristin Kristina Krzysztof Kurt Kurtis Kwame Kyle Lachlan Lakshmi Lan Lana
Lara Larry Laura Lauren Laurence Laurie Lavinia Lawrence Layla Leah Leanne Lee Leela Lei Leila Len Lena Lenny Leo Leon
Leona Leonard Leonie Leonora Leopold Leroy Lesley Leslie Leticia Lettie Levi Lewis Lexi Li Liam Lian Liang Lila Lilian
Lillian Lillie Lily Lin Linda Ling Linus Lionel Lisa Lisbeth Liu Livia Liz Lizzie Llewellyn Llinos Lloyd Lois Lola
Long Lonnie Lora Loretta Lori Lorna Lorraine Lottie Lou Louella Louie Louis Louise Lowri Lu Luca Lucas Lucia Lucille
Lucinda Lucy Luis Luisa Luke Luo Luther Lv Lydia Lyle Lyndsey Lynette Lynn Lynne Ma Mabel Madeleine Madeline Madge
Magda Maggie Magnus Mahesh Mahmoud Mair Maire Mairead Mairi Maisie Malcolm Mandy Manfred Manju Manny Manoj Manpreet
Manuel Mao Marc Marcel Marcella Marcia Marcus Marek Margaret Margery Margot Marguerite Maria Mariah Mariam Marian
Mariana Marie Marilyn Marina Mario Marion Marisa Marius Marjorie Marjory Mark Marla Marlene Marlon Marnie Marsha Marta
Martha Martin Marty Marvin Mary Maryam Maryann Maryanne Mathew Mathilda Matilda Matt Matteo Matthew Mattie Maud Maura
Maureen Maurice Mavis Max Maximilian Maxine Maya Meena Meera Meg Megan Meghan Mehmet Mei Melanie Melinda Melissa
Melvin Melvyn Meng Mercedes Meredith Mervyn Mia Micah Michael Michaela Michelle Micheál Mick Mihai Mike Mikhail
Mildred Miles Millie Milly Milo Min Minerva Ming Minnie Miranda Miriam Misha Mo Mohamed Mohammad Mohammed Mohan Moira
Mollie Molly Mona Monica Montague Monty Morag Mordecai Morris Mortimer Morwenna Moses Muhammad Muhammed Mukesh Murdo
Muriel Murray Mustafa Myfanwy Myles Myra Myron Myrtle Máire Na Nadia Nadine Nan Nancy Nanette Naomi Naresh Narinder
Nasreen Natalia Natalie Natasha Nathan Nathaniel Ned Neha Neil Nell Nellie Nerissa Nerys Nesta Netta Nettie Neville
Ngozi Niall Niamh Nicholas Nick Nicky Nicola Nicolas Nicole Nicolette Nigel Nikhil Nikki Nikolai Nina Ning Nisha Nita
Noah Noel Noelle Nola Nora Norah Noreen Norma Norman Norris Nuala Octavia Odette Olga Olive Oliver Olivia Ollie Om
Omar Oonagh Opal Ophelia Orla Orson Orville Osama Oscar Osman Otto Ouyang Owen Paddy Padma Padraig Paige Pam Pamela
Pan Pankaj Parminder Parvati Pascal Pat Patricia Patrick Patsy Patti Patty Paul Paula Paulette Pauline Paulo Pawel
Pearl Pedro Peggy Penelope Peng Penny Percival Percy Perry Pete Peter Petra Petula Petunia Pheobe Phil Philip Philippa
Phillip Philomena Phoebe Phyllida Phyllis Pierre Ping Piotr Pippa Polina Polly Pooja Poppy Pradeep Prakash Priscilla
Priya Prudence Pádraig Qi Qian Qiang Qiao Qin Qing Qiu Queenie Quentin Quincy Rabia Rachel Rafael Rahul Raj Rajesh
Rajiv Rakesh Ralph Ramesh Ramon Ramona Randall Randolph Randy Ranjit Raquel Rashid Rashida Ratan Raul Ravi Ray Raylene
Raymond Rebecca Reece Reena Reg Reggie Reginald Rekha Ren Reuben Rex Reynold Rhian Rhiannon Rhoda Rhona Rhonda Rhys
Ricardo Richard Rick Rickie Ricky Riley Rita Ritchie Rob Robbie Robert Roberta Roberto Robin Rochelle Roderick Rodney
Rodrigo Roger Rohan Roisin Roland Romola Ron Rona Ronald Ronan Rong Ronnie Rory Rosa Rosalie Rosalind Rosalyn Rosamund
Roscoe Rose Roseanne Rosemary Rosetta Roshan Rosie Rosina Rosita Ross Rowena Roxanne Roy Roz Ruairí Ruby Rufus Rui
Rupert Rupinder Russ Russell Ruth Ryan Róisín Sabina Sabrina Sachin Sadie Sadiq Saira Salim Sally Salma Salvatore Sam
Samantha Samir Sammy Samuel Sandeep Sandra Sanjana Sanjay Sanjeev Sara Sarah Sarita Sasha Saskia Satish Saul Savita
Scarlett Scott Seamus Sean Sebastian Selina Selma Serena Sergei Sergio Seth Seán Shabana Shakira Shan Shane Shankar
Shanti Shari Sharlene Sharon Shaun Shauna Shawn Shayne Sheena Sheila Shelagh Sheldon Shelley Shen Sheridan Sherri
Sherry Shi Shirley Shivani Shona Shu Shyam Sian Sibyl Sid Sidney Sidonie Sigrid Silas Silvester Silvia Simon Simone
Sinead Sinéad Siobhan Siobhán Sita Siân Sofia Solomon Sondra Song Sonia Sonya Sophia Sophie Spencer Stacey Stan
Stanley Stefan Stefano Stella Steph Stephanie Stephen Steve Steven Stevie Stewart Stuart Su Sue Sujata Suki Suman Sun
Sunil Sunita Suresh Surinder Susan Sushila Suzanne Suzette Suzie Sven Swati Sybil Sylvia Séamus Tabatha Tabitha Tadhg
Taha Tamar Tamara Tammy Tamsin Tan Tang Tania Tanisha Tanya Tao Tara Tariq Tatiana Ted Tegan Tegwen Terence Teresa
Terrance Terri Terry Tess Tessa Thaddeus Thea Thelma Theo Theodora Theodore Theresa Thomas Tian Tiffany Tilda Tilly
Tim Timmy Timothy Tina Tobi Tobias Tobin Toby Tod Todd Tom Tomasz Tommy Toni Tony Tracey Tracie Tracy Travis Trevor
Tricia Trina Trish Trisha Trixie Trudy Tunde Tyler Tyson Ulysses Uma Umar Una Uriah Ursula Usha Usman Val Valentina
Valentino Valerie Vanessa Velma Venetia Venkat Vera Verity Vernon Veronica Vic Vicki Vicky Victor Victoria Vijay
Vikram Viktor Vimala Vinay Vince Vincent Vinnie Vinod Viola Violet Virgil Vishal Viv Vivian Vivien Vladimir Wade
Wallace Wally Walt Walter Wan Wanda Wang Warren Waseem Wayne Wei Wen Wendy Wes Wesley Wilbert Wilbur Wilf Wilfred
Willa Willard William Willie Willis Wilma Winifred Winnie Winnifred Winston Woodrow Wu Wyatt Wyn Xavier Xia Xiang Xiao
Xie Xin Xing Xiong Xu Xue Yan Yang Yao Yash Yasmin Yasmine Ye Yi Yin Ying Yolanda Yong Yosef You Yu Yuan Yue Yun Yuri
Yusuf Yvette Yvonne Zac Zach Zachary Zack Zahra Zain Zainab Zara Zeke Zelda Zena Zeng Zhan Zhang Zhao Zhen Zheng Zhi
Zhong Zhou Zhu Zhuang Zia Zoe Zofia Zoltan Zou Áine Órla
"""
ORGANISATION = compile_late(
    r"""
    \b(?:Halls?|Offices?|Cent(?:re|er)|Shops?|Stores?|Hotel|Inn|Arms|Pub|School|College|University|Academy|Nursery
    |Church
    |Chapel|Mosque|Temple|Library|Clinic|Surgery|Dental|Dentist|Practice|Bank|Station|Museum|Gallery|Ltd|Limited
    |Inc|LLC
    |Company|Co|Corporation|Council|Trust|Association|Society|Club|Charity|Foundation|Services?|Solicitors?|Agents?
    |Pharmacy|Chemist|Bakery|Butchers?|Garage|Caf[eé]|Restaurant|Bar|Salon|Hospital|Department|Agency|Committee|Parish
    |Market|Depot|Works|Premises|Studios?|Theatre|Cinema|Gym|Post|Stop|Group|Team|Partners|Sons|Bros|Brothers|Building
    |House|Press|Fair|Festival|Trading|Tearooms?|Kitchen|Estates?|Guildhall|Pavilion|Hut|Radio|Rooms|Primary|Infants
    |LLP|Pty|plc|Builders|Contractors|Electrical|Heating|Plumbing|Landscap(?:es?|ing)|Motors|Engineering|Excavating
    |Digital|Lettings|Homes|Insurance|Architects?|Designs?|Planning|Waste|Farms|Taverns|Brewery|Museum|Abbey|Cathedral
    |Priory|Ministry|Authority|Board|Union|Federation|League|Hospice|John[ ]Ambulance|Playing|State[ ]Park|Centre
    |Court|Tribunal|Inspectorate|Registry|Barracks)\b
    |\b(?:Wetherspoon|H\.?[ ]Smith|Marks[ ]and[ ]Spencer|John[ ]Lewis|Thomas[ ]Cook|Paddy[ ]Power)\b
    """,
    re.VERBOSE,
)
PUBLIC = compile_late(
    r"""
    \b(?:offices?|hall|cent(?:re|er)|meetings?|meets?|shops?|stores?|hotel|pub|school|church|chapel|library|clinic
    |surgery
    |bank
    |station|museum|ltd|limited|llc|inc|company|venue|workshop|planning|proposed|proposal|conversion|extension|erection
    |demolition|roadworks?|closure|closed|diversion|bus[ ]stop|outside|opposite|for[ ]sale|to[ ]let|auction|premises
    |licen[cs]e|depot|garage|caf[eé]|restaurant|polling|headquarters|business|open[ ]day|fair|exhibition|concert|tender
    |contractor|supplier|clerk|secretary|chair(?:man|woman|person)?|director|manager|officer|councillor|cllr|treasurer
    |solicitors?|agents?|editor|architect|publisher|historic|listed|born|(?<!emergency[ ])contact(?![ ]address)
    |suite|holiday
    |street[ ]?works|drain|manhole|lamp|pole|column|litter|pothole|tree|talk|interview|speaker|lecture|recital|statue
    |monument|plaque|poet|novelist|painter|author|pavilion|dance[ ]studio|b&b|guest[ ]house|care[ ]home
    |nursing[ ]home|theatre
    |tickets[ ]from[ ]the|watercolours|soprano|quiz(?:master)?|box[ ]office|consent|registrar|depots?
    |physiotherapist|osteopath|optician|chiropodist|hairdresser|barber|sees[ ]patients|judge|sheriff|chief
    |superintendent|headteacher|principal|mayor|hygiene|rating|judge|sheriff|chief
    |superintendent|headteacher|principal|mayor
    |photo(?:graph)?s?[ ]by|filming|actor|zumba|chess|ballet|judo|yoga)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
HOME = compile_late(
    r"""
    \b(?:lives?|lived|living|resid(?:es?|ed|ing|ents?|ence)|homes?|tenants?|tenancy|occupiers?|occupants?|householders?
    |homeowners?|owner|family|widow(?:er)?|pensioner|aged|neighbours?|patient|claimants?|beneficiary|bungalow
    |evict(?:ed|ion)?|carer|mr|mrs|ms|miss|visit(?:ed)?|elderly|disabled|deceased|the[ ]late)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
# One of these is in whatever says so before an address, and few lines have any.
LIVES_SIGN = compile_late(
    "liv|resid|famil|hous|home|occup|tenan|address|couple|widow|pensioner|neighbour|patient|client|elector|child|evict"
    "|your |garden|discharg|carer|late of|formerly|r/o|flat|bungalow|cottage|moved"
)
LIVES_BEFORE = compile_late(
    r"""
    (?:\b(?:lives?|lived|living|resid(?:es?|ed|ing|ent)|family|household|home(?:[ ]is)?)
    (?:[ ]alone|[ ]for[ ][a-z0-9 ]{2,20}|[ ]now|[ ]currently|[ ]together)?[ ](?:at|in|of)(?:[ ]the|[ ]number|[ ]no\.?)?
    |\b(?:occupiers?|occupants?|tenants?|residents?|householders?|homeowners?|famil(?:y|ies)|couple|widow
    |pensioners?|neighbours?|patient|client|elector|child(?:ren)?)[ ](?:of|at|in|from)(?:[ ]no\.?)?
    |\byour[ ](?:letter|note|card|message|call)[ ]from
    |\bhome[ ]address(?:es)?[ ]of[ ][^:.\n]{2,40}:
    |\b(?:rehoused|evicted|discharged)[ ](?:from|to)|\btenancy[ ]of|\bcarer[ ]visits[^.\n]{0,20}[ ]at
    |\b(?:late|formerly)[ ]of|\b[RrSs]/o
    |\b(?:(?:home|residential|private|personal|qualifying|present|permanent|current|former|previous|last|householder's
    |tenant's|applicant's|carer's|child's|pupil's|patient's|owner's|resident's|occupier's
    |electors?'s?)[ ]address(?:es)?(?:[ ]in[ ][a-z ]{3,20}|[ ]\([^)\n]{1,30}\))?
    |(?:home[ ])?address(?:es)?[ ]of[ ](?:the[ ])?(?:applicant|tenant|owner|resident|occupier|claimant|patient|deceased
    |householder|complainant|defendant|witness|beneficiary|member|parent|child|pupil|carer|family|elector|candidate
    |proposer|objector|property|household|house|home|dwelling)s?(?:[ ][a-z]+)?)(?:[ ]at|[ ]is)?
    |(?:\b(?:place[ ]of[ ])?residence)(?:[ ]of[^:\n]{1,40})?|\bhouseholders?:|\bhouseholds?:|\bfrom[ ](?:his|her
    |their|my|our)[ ]home[ ]at
    |\b(?:his|her|their|my|our|['’]s)[ ](?:home|house|flat|bungalow|cottage)(?:[ ]is)?
    |\b(?:his|her|my)[ ](?:(?:own|front|back)[ ])?(?:home|house|flat|bungalow|cottage|garden)[ ](?:at|in)
    |(?:^|[(;,.|])[ ]?home(?=[ ]?[:–-])
    |\b(?P<moved>moved[ ](?:(?:in)?to|from(?:[ ][^.\n]{3,40}[ ]to)?))
    |\bhome[ ](?:visit|call)(?:s|ed)?(?:[ ](?:to|at|made[ ]to|on[ ][^:\n]{3,20}:))?)[\s:：|,;"“‘(–—-]*(?:the[ ])?
    (?:[0-9]{1,4}[A-Za-z]?(?:,|[ ]and|[ ]&)[ ])*\Z
    """,
    re.VERBOSE | re.IGNORECASE,
)
HOME_COLUMN = compile_late(
    r"\b(?:home|residential|private|qualifying|permanent|present|tenants?['’]s?|residents?['’]s?|electors?['’]s?)"
    r"[ _](?:address|postal)|address(?:es)? of|lives? at|residence|homes? visited",
    re.IGNORECASE,
)
NO_PERSON_BEFORE = compile_late(r"\b(?:St\.?|Saint|Queen|King|Royal|The|Street|Road|Lane) \Z")
# Surnames that are common in English and that seldom are a place's or a thing's.
SURNAMES = """
Adams Ahmed Akhtar Allen Anderson Andrews Armstrong Arnold Atkins Atkinson Bailey Baldwin Banerjee Barker Barnes
Barrett Bartlett Bates Begum Bennett Bhatt Birch Bishop Blackburn Bolton Boyle Bradshaw Brady Brennan Briggs Brooks
Bryant Burgess Burke Burrows Butcher Byrne Cahill Campbell Carpenter Carr Carroll Chambers Chapman Clarke Clayton
Coleman Collins Connolly Connor Cooke Cooper Cox Crawford Cunningham Curran Daly Davidson Davies Davis Dawson Delaney
Dempsey Desai Dickinson Dixon Dobson Doherty Donnelly Doran Dowling Doyle Driscoll Duffy Dunn Dunne Edwards Egan
Elliott Ellis Evans Farrell Farrelly Ferguson Finch Fisher Fitzgerald Fletcher Flynn Foley Foster Fowler Fraser
Freeman Fuller Gallagher Gardner Garner Gibbons Gibbs Gibson Gill Gilmore Goodwin Gough Graham Greenwood Gregory
Griffin Griffiths Gupta Hamilton Hammond Hancock Hanley Hardy Harker Harper Harris Harrison Hartley Harvey Haynes
Healy Henderson Hewitt Hicks Higgins Hodgson Hogan Holland Holloway Holmes Hopkins Horton Houghton Howarth Howe
Howells Hudson Hughes Humphreys Hunter Hussain Hutchinson Iqbal Jackson Jacobs Jenkins Jennings Johnson Johnston Jones
Kaur Kavanagh Keane Kearney Kelleher Kemp Kennedy Kenny Keogh Khan Kirby Kowalski Kumar Lambert Lawson Leary Leonard
Lowe Lynch Lyons MacDonald Macdonald Maguire Maher Mahoney Malik Malone Marsden McCarthy McDonald McGrath McKenna
McLean McMahon Mehta Metcalfe Miller Mills Mistry Mitchell Molloy Moloney Mooney Moran Moriarty Morrison Morton Moss
Mukherjee Mullen Mulligan Murphy Myers Nair Naylor Nguyen Nicholls Nicholson Nolan Norris Novak Nowak Nugent Oakley
Oliver Osborne Palmer Parkinson Parsons Patel Patterson Payne Pearce Pearson Perkins Perry Petrov Phillips Pickering
Plummer Potter Powell Pratt Price Pritchard Quigley Quinn Rafferty Rahman Ramsey Randall Rao Reddy Redmond Reeves
Regan Reilly Reynolds Rhodes Richards Richardson Riley Roberts Robertson Robinson Roche Rodgers Rodriguez Rogers
Rooney Rowe Rowley Ryder Sanders Sanderson Saunders Savage Schmidt Schneider Schultz Sharma Sharpe Shaw Shepherd
Sheppard Simmons Simpson Sinclair Singh Slater Smith Spencer Stephens Stephenson Stevens Stevenson Stokes Sullivan
Sutton Sweeney Swift Talbot Tate Taylor Thompson Thomson Thornton Tierney Tobin Todd Townsend Tracey Tucker Turnbull
Tyler Underwood Vaughan Verma Wagner Walker Wallace Walsh Walters Warner Waters Watkins Watson Watts Webb Weber
Webster Welch Whelan Whitaker Whitehead Whittaker Wilkins Wilkinson Williams Williamson Willis Wilson Winter Woods
Woodward Wright Wyatt Yates
"""
ROAD_TYPE = (
    "(?:Road|Street|Lane|Avenue|Close|Drive|Way|Court|Terrace|Crescent|Rd|St|Ave|Gro?ve?|Walk|Place|Green|Hill|View"
    "|Rise"
    "|Gardens|Square|Row|Mews|Park|Bank|Croft|Fields?|Meadows?|Yard|Wharf|Quay|Path|Common|Vale|Parade|Boulevard|Blvd"
    "|Parkway|Pkwy|Highway|Hwy|Circle|Cir|Trail|Ln|Dr|Ct|Crt|Pl|Ter|Cres|Sq|End|Side|Gate|Brow|Fold|Drove|Chase|Dene"
    "|Loke|Approach|Cottages|Bungalows|Villas|Circus|Mount|Spinney|Ridge|Garth|Wynd|Heath|Crest|Moss|Esplanade"
    "|Promenade|Brae"
    "|Leas?"
    "|Leys|Acres?|Paddocks?|Orchard|Copse|Track|Dyke|Nagar|Marg|Colony|Enclave|Pike|Turnpike|Run|Bend|Alley|Loop|Trace"
    "|Crossing|Landing|Cove|Glen|Knoll|Gates|Almshouses|Buildings|Broadway|Strand|Ropewalk|Loan|Vennel|Way)"
)
NAME = r"[A-ZÀ-Þ][A-Za-zÀ-ž'’-]+"
TITLE = (
    r"(?:Mr(?:\.? (?:and|&) Mrs)?|MRS?|MS|MISS|DR|Mrs|Ms|Miss|Mx|Dr|Messrs|Sir|Lady|Dame|Revd?|Prof|Maj|Capt|Smt|Shri"
    r"|Sri(?! Lanka))\.?"
)
PERSON = (
    rf"(?:(?P<title>{TITLE}) (?:{NAME} |[A-Z]\.? ?){{0,2}}{NAME}"
    rf"|(?P<given>{NAME})(?:(?: {NAME}| [A-Z]\.?){{0,2}} (?P<last>{NAME})|(?= of | at |'s | \([0-9]{{1,3}}\) at ))"
    rf"|(?P<initials>[A-Z](?:\.| |\. )(?:[A-Z]\.? ?){{0,2}}(?<=[. ]){NAME}))"
)
# What joins somebody to an address: a sign, a word, an age, another column.
JOINED = (
    r"(?:(?:,|;| \(|:| -|\s*\||\t)? ?\"?(?:\(?(?:aged )?[0-9]{1,3}\)?,? )?"
    r"(?:of|at|from|lives at|who lives at|living at|for (?:[a-z0-9]+ )?years of|resident at|to|[Aa]ddress:?|who is at"
    r"|[Hh]ome(?: is| at|:)?|(?:(?:standing|pictured|seen|sitting|waving) )?"
    r"(?:in front of|in the (?:garden|doorway|kitchen|yard) (?:of|at)"
    r"|(?:on|at) the (?:doorstep|door|gate) of))? ?(?:the )?"
    r"|['’]s (?:home|house|address|flat|bungalow|cottage|place|garden|front garden|doorstep|front door|door)"
    r"(?: at| is| was|:|,)? ?\(?"
    r"|(?:,|\s*\|) ?(?:[A-Za-z0-9 ./-]{1,20})(?:,|\s*\|) ?)"
)
# Who somebody is, where an address is said to be that person's.
ROLES = (
    "applicant|tenant|owner|occupier|occupant|resident|householder|homeowner|proposer|seconder|elector|voter|candidate"
    "|claimant|beneficiary|recipient|patient|client|witness|complainant|objector|next of kin|attendee|child|pupil"
    "|parent|guardian|carer|landlord|keyholder|deceased|subscriber|customer|volunteer|member|babysitter"
)
