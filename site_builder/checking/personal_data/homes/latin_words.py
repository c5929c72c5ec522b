"""Words around addresses in Latin letters, as facts: given names, what organisations are called, what is public."""

import re

from site_builder.late_patterns import compile_late

# Given names that are common in English, and syllables of which Chinese names consist.
GIVEN = """
Aaron Abigail Adam Adrian Agnes Ahmed Aisha Alan Albert Alex Alexander Alexandra Alfie Alfred Ali Alice Alison Alma
Amanda Amber Amelia Amelie Amir Amy Ana Andrea Andrew Angela Anita Ann Anna Anne Annie Anthea Anthony Archie Arthur
Ashley Audrey Ava Avril Bai Bao Barbara Barry Beatrice Ben Benjamin Bernadette Bernard Bert Beryl Bessie Beth Bettina
Betty Bill Bing Blanche Bo Bob Brenda Brett Brian Bridget Bruce Bryan Bryn Cai Callum Cameron Cao Carl Carla Carmen
Carol Caroline Catherine Cathy Cecil Celia Chad Chang Chao Charles Charlie Charlotte Chen Cheng Cheryl Chloe Chris
Christina Christine Christopher Chun Claire Clare Claudia Clifford Clive Colin Connor Cora Craig Cui Cynthia Cyril Dai
Daisy Dan Daniel Danielle Daphne Darren Dave David Dawn Dean Debbie Deborah Delia Della Deng Denise Dennis Derek
Derrick Diana Diane Ding Dominic Donald Dong Donna Dora Doreen Doris Dorothy Doug Douglas Du Duan Duncan Dylan Edith
Edna Edward Edwin Effie Eileen Elaina Elaine Eleanor Elisabeth Elizabeth Ella Ellen Ellie Elsa Elsie Emily Emma Ena
Enid Eric Erica Erin Ernest Ernie Esther Ethan Ethel Eunice Eva Evan Eve Evelyn Faith Fan Fang Fatima Faye Fei
Felicity Felix Feng Fiona Flora Florence Frances Francis Frank Fred Frederick Freya Fu Gabriel Gail Gang Gao Gareth
Gary Gavin Ge Gemma Geoff Geoffrey George Georgia Gerald Geraldine Gerry Gillian Gina Gladys Glenn Glenys Gloria Gong
Gordon Grace Graham Greg Greta Gu Guan Guo Gwen Gwendoline Gwyneth Hamish Han Hannah Hao Harold Harriet Harry Hassan
Hayley Hazel He Heather Hector Heidi Helen Henry Herbert Hilda Holly Hong Horace Hou Howard Hu Hua Huang Hubert Hugh
Hugo Hui Ian Ibrahim Ida Imogen Ina Ingrid Irene Iris Isaac Isabel Isabella Isla Ivy Jack Jackie Jacob Jacqueline Jade
Jake James Jamie Jan Jane Janet Janice Jasmine Jason Jay Jean Jed Jeff Jeffrey Jen Jennifer Jenny Jeremy Jess Jessica
Jia Jian Jiang Jiao Jie Jill Jim Jin Jing Jo Joan Joanna Joanne Jodie Joe Joel John Jon Jonathan Jordan Jose Joseph
Josephine Joshua Josie Joyce Juan Judith Judy Julia Julian Julie Jun June Justin Kang Karen Karl Kate Katherine
Kathleen Kathy Katie Kay Keith Kelly Ken Kenneth Kerry Kevin Kim Kirk Kirsty Kong Kurt Kyle Lan Lara Larry Laura
Lauren Lawrence Leah Lee Lei Len Lena Leo Leonard Leonie Leslie Lewis Li Liam Lian Liang Lilian Lillian Lily Lin Linda
Ling Lisa Liu Liz Lois Lola Long Lorna Lorraine Lottie Louis Louise Lu Lucas Lucia Lucy Luke Luo Lv Lydia Lynn Ma
Mabel Madge Maggie Maisie Malcolm Mandy Mao Marcia Marcus Margaret Maria Marie Marilyn Marina Marion Marjorie Mark
Marlene Martha Martin Mary Matilda Matt Matthew Maud Maureen Maurice Mavis Max Meg Megan Mei Melanie Melissa Meng Mia
Michael Michelle Mick Mike Mildred Miles Millie Min Ming Minnie Miriam Mo Mohamed Mohammed Moira Molly Monica Morag
Morris Muhammad Muriel Myra Myrtle Na Nadia Nan Nancy Naomi Natalie Natasha Nathan Neil Nell Nellie Netta Nicholas
Nick Nicola Nicole Nigel Nina Ning Nita Noah Noel Nora Noreen Norma Norman Olga Olive Oliver Olivia Omar Oscar Ouyang
Owen Pam Pamela Pan Pat Patricia Patrick Patsy Paul Paula Paulette Pauline Pearl Peggy Penelope Peng Penny Percival
Percy Pete Peter Petra Phil Philip Phoebe Phyllis Ping Polly Poppy Priya Qi Qian Qiang Qiao Qin Qing Qiu Rachel Raj
Ralph Ray Raymond Rebecca Reg Reginald Ren Rex Rhoda Rhona Rhys Richard Rita Ritchie Rob Robbie Robert Robin Roger
Roland Ron Ronald Rong Rory Rosa Rose Rosemary Ross Rowena Roy Roz Ruby Rui Russell Ruth Ryan Sadie Sally Sam Samantha
Samuel Sandra Sanjay Sara Sarah Scott Sean Sebastian Selina Shan Sharon Shaun Sheila Shen Shi Shirley Shu Sid Sidney
Silvia Simon Song Sonia Sophia Sophie Stacey Stanley Stella Stephanie Stephen Steve Steven Stewart Stuart Su Sue Sun
Susan Suzanne Sybil Sylvia Tan Tang Tanya Tao Ted Terence Teresa Terry Tess Thelma Theo Theodore Theresa Thomas Tian
Tim Timothy Tina Toby Todd Tom Tony Tracey Tracy Trevor Una Ursula Val Valerie Vanessa Vera Veronica Vicky Victor
Victoria Vince Vincent Violet Viv Vivian Walt Walter Wan Wang Wayne Wei Wen Wendy Wilfred William Wilma Winifred
Winnie Wu Xia Xiang Xiao Xie Xin Xing Xiong Xu Xue Yan Yang Yao Yasmin Ye Yi Yin Ying Yong You Yu Yuan Yue Yun Yvonne
Zachary Zara Zeng Zhan Zhang Zhao Zhen Zheng Zhi Zhong Zhou Zhu Zhuang Zoe Zou
Abdul Abdullah Ajay Alasdair Amit Andrei Andrzej Angus Anil Anjali Aoife Arjun Arun Asha Ashok Ayesha Bilal Brendan
Bronwen Carys Catriona Cedric Ceri Ciaran Dafydd Declan Deepak Dermot Des Desmond Dilys Eamonn Edmund Eilidh Elspeth
Eluned Emyr Eoin Ewa Ewan Farida Fergus Geeta Geraint Gethin Gilbert Gurpreet Gwilym Hamza Harpreet Humphrey Hussain
Iain Imran Ioana Ismail Jaspreet Jemima Jocelyn Kavita Khadija Khalid Kitty Kofi Krzysztof Kwame Lakshmi Lesley Magda
Mahesh Manoj Manpreet Marek Maryam Maxine Meera Mihai Mohammad Muhammed Nasreen Neha Nerys Neville Ngozi Niamh
Nisha Norah Padraig Parminder Pawel Philippa Piotr Pippa Pooja Quentin Rahul Rakesh Ramesh Rashid Ravi Rekha Rhian
Roderick Rohan Rosalind Rosie Rupert Saira Sanjeev Saskia Seth Shabana Sheena Sian Siobhan Sonya Sunil Sunita Surinder
Suresh Tabitha Tamsin Tariq Tessa Tilly Tobias Tomasz Tunde Usha Verity Vic Vijay Wilf Winston Yusuf Yvette Zain Zainab
Abbie Abel Abraham Ada Adele Adeline Agatha Aidan Ailsa Alana Alastair Albie Alec Alexa Alexis Alfonso Algernon
Alicia Alistair Alva Alvin Alyssa Ambrose Amina Amos Anastasia Andy Angelo Angie Ansel Antonia Antonio Anya Arabella
Archibald Ariana Arlo Arnold Asif Astrid Aubrey Augusta Avery Aziz Bella Benedict Benny Bernie Bertha Bertie Betsy
Bettie Bonnie Boyd Brad Bradley Brandon Brandy Brent Bronagh Bryony Byron Caitlin Caleb Calvin Camilla Candice
Carlos Carlton Carly Carolyn Carrie Casey Cassandra Cassie Cathal Celeste Chantal Charlene Chrissie Christabel
Christy Cindy Clara Clarence Clarissa Claude Clementine Clint Clinton Clyde Cody Colette Colleen Colm Conor Conrad
Constance Cordelia Corey Corinne Cormac Courtney Curtis Cuthbert Dale Damian Damien Damon Daniela Danny Dante Darius
Darrell Darryl Daryl Davina Deanna Deirdre Delilah Delores Dexter Diarmuid Dick Dickon Dilip Dilwyn Dolores
Dominique Donal Donnie Donovan Dorian Dorothea Dottie Drew Duane Dustin Dwayne Dwight Eamon Eddie Edgar Edie Edmond
Efua Eira Eithne Eleanora Elena Eli Elias Elijah Eliot Elise Elisha Eliza Elliot Elma Elmer Eloise Elton Elvira
Elwyn Emanuel Emeka Emil Emilia Emmanuel Emmeline Emmett Enda Erik Erika Erwin Esme Esmeralda Esmond Estelle Etta
Eugene Eugenia Eugenie Evangeline Evelina Eveline Everett Ezra Fay Federico Ferdinand Fernando Finbar Finlay Finley
Finn Fionnuala Florrie Floyd Francesca Francine Francisco Frankie Freda Freddie Gabriela Gabriella Garry Garth Gaye
Gaynor Genevieve Georgie Georgina Gertrude Gideon Gilda Giles Gilly Ginny Giovanni Glenda Godfrey Golda Graeme
Grahame Grainne Grant Gregor Gregory Gretchen Griff Griselda Guadalupe Guillermo Gus Gustav Guy Gwendolen Gwynne Hal
Hari Harvey Hattie Hazem Hedley Hettie Hilary Hiram Horatio Ieuan Ifan Ifor Ignatius Igor Ilse Imelda Indira Inez
Irma Irving Irwin Isabelle Isidore Ismael Isobel Ivan Ivor Iwan Izabela Jaime Jamal Jared Jasper Javier Jaya Jayden
Jayne Jeanette Jeanne Jeannie Jemma Jerome Jerry Jesse Jessie Jethro Jimmy Joachim Joann Joaquin Jodi Jody Johanna
Johnny Jolene Jonah Jonas Jonny Jorge Josh Josiah Joy Jude Judi Juliana Julianne Juliet Juliette Julius Justine
Kamal Kamala Kara Kareem Karim Karina Kathryn Katrina Kayla Keira Keiran Keiron Keisha Kelvin Kendra Kenny Kerri
Kiera Kieran Kimberly Kirsten Kit Krishna Kristen Kristin Kristina Kurtis Lachlan Lana Laurence Laurie Lavinia Layla
Leanne Leela Leila Lenny Leon Leona Leonora Leopold Leroy Leticia Lettie Levi Lexi Lila Lillie Linus Lionel Lisbeth
Livia Lizzie Llewellyn Lloyd Lonnie Lora Loretta Lori Lou Louella Louie Luca Lucille Lucinda Luis Luisa Luther Lyle
Lyndsey Lynette Lynne Madeleine Madeline Magnus Mahmoud Mair Maire Mairead Manfred Manny Manuel Marc Marcel Marcella
Margery Margot Marguerite Mariah Mariam Marian Mariana Mario Marisa Marius Marjory Marla Marlon Marnie Marsha Marta
Marty Marvin Maryann Maryanne Mathew Mathilda Matteo Mattie Maura Maximilian Maya Meena Meghan Mehmet Melinda Melvin
Melvyn Mercedes Meredith Mervyn Micah Michaela Mikhail Milly Milo Minerva Miranda Misha Mohan Mollie Mona Montague
Monty Mordecai Mortimer Morwenna Moses Murdo Murray Mustafa Myfanwy Myles Myron Nadine Nanette Narinder Natalia
Nathaniel Ned Nerissa Nesta Nettie Niall Nicky Nicolas Nicolette Nikhil Nikki Nikolai Noelle Nola Norris Nuala
Octavia Odette Ollie Oonagh Opal Ophelia Orla Orson Orville Osama Osman Otto Paddy Padma Paige Parvati Pascal Patti
Patty Paulo Pedro Perry Petula Petunia Pheobe Phillip Philomena Phyllida Pierre Polina Pradeep Prakash Priscilla
Prudence Pádraig Queenie Quincy Rabia Rafael Rajesh Rajiv Ramon Ramona Randall Randolph Randy Raquel Rashida Raul
Raylene Reece Reena Reggie Reuben Reynold Rhonda Ricardo Rick Rickie Ricky Riley Roberta Roberto Rochelle Rodney
Rodrigo Roisin Romola Rona Ronan Ronnie Rosalie Rosalyn Rosamund Roscoe Roseanne Rosetta Roshan Rosina Rosita
Roxanne Rufus Rupinder Russ Sabina Sabrina Sachin Sadiq Salim Salma Salvatore Samir Sammy Sandeep Sanjana Sasha Saul
Scarlett Selma Serena Sergei Sergio Shakira Shane Shari Sharlene Shauna Shawn Shayne Shelagh Sheldon Shelley
Sheridan Sherri Sherry Shivani Shona Sibyl Sidonie Sigrid Silas Silvester Simone Sinead Sita Sofia Solomon Sondra
Spencer Stan Stefan Stefano Steph Stevie Sujata Suki Suzette Suzie Sven Swati Tabatha Taha Tamar Tamara Tammy Tania
Tanisha Tara Tatiana Tegan Tegwen Terrance Terri Thaddeus Thea Theodora Tiffany Tilda Timmy Tobi Tobin Tod Tommy
Toni Tracie Travis Tricia Trina Trish Trisha Trixie Trudy Tyler Tyson Ulysses Uma Umar Uriah Usman Valentina
Valentino Velma Venetia Vernon Vicki Vikram Viktor Vinay Vinnie Viola Virgil Vishal Vivien Vladimir Wade Wallace
Wally Wanda Warren Waseem Wes Wesley Wilbert Wilbur Willa Willard Willie Willis Winnifred Woodrow Wyatt Wyn Xavier
Yash Yasmine Yolanda Yosef Yuri Zac Zach Zack Zahra Zeke Zelda Zena Zia Zofia Zoltan
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
    \b(?:offices?|hall|cent(?:re|er)|meetings?|meets?|shops?|stores?|hotel|pub|school|church|library|clinic|surgery
    |bank
    |station|museum|ltd|limited|llc|inc|company|venue|workshop|planning|proposed|proposal|conversion|extension|erection
    |demolition|roadworks?|closure|closed|diversion|bus[ ]stop|outside|opposite|for[ ]sale|to[ ]let|auction|premises
    |licen[cs]e|depot|garage|caf[eé]|restaurant|polling|headquarters|business|open[ ]day|fair|exhibition|concert|tender
    |contractor|supplier|clerk|secretary|chair(?:man|woman|person)?|director|manager|officer|councillor|cllr|treasurer
    |solicitors?|agents?|editor|architect|publisher|historic|listed|born|(?<!emergency[ ])contact|suite|holiday
    |street[ ]?works|drain|manhole|lamp|pole|column|litter|pothole|tree|talk|interview|speaker|lecture|recital|statue
    |monument|plaque|poet|novelist|painter|author|pavilion|dance[ ]studio|b&b|guest[ ]house|care[ ]home
    |nursing[ ]home|theatre
    |tickets[ ]from[ ]the|watercolours|soprano|quiz(?:master)?|box[ ]office|consent|registrar|depots?
    |physiotherapist|osteopath|optician|chiropodist|hairdresser|barber|sees[ ]patients
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
LIVES_BEFORE = compile_late(
    r"""
    (?:\b(?:lives?|lived|living|resid(?:es?|ed|ing|ent)|family|household|home(?:[ ]is)?)
    (?:[ ]alone|[ ]now|[ ]currently|[ ]together)?[ ](?:at|in|of)(?:[ ]the|[ ]number|[ ]no\.?)?
    |\b(?:occupiers?|occupants?|tenants?|residents?|householders?|homeowners?|famil(?:y|ies)|couple|widow
    |pensioners?|neighbours?|patient|client|elector|child(?:ren)?)[ ](?:of|at|in|from)(?:[ ]no\.?)?
    |\b(?:rehoused|evicted|discharged)[ ](?:from|to)|\btenancy[ ]of|\bcarer[ ]visits[^.\n]{0,20}[ ]at
    |\b(?:late|formerly)[ ]of|\b[RrSs]/o
    |\b(?:(?:home|residential|private|personal|qualifying|present|permanent|current|former|previous|last|householder's
    |tenant's|applicant's|carer's|child's|pupil's|patient's|owner's|resident's|occupier's
    |electors?'s?)[ ]address(?:es)?(?:[ ]in[ ][a-z ]{3,20}|[ ]\([^)\n]{1,30}\))?
    |(?:home[ ])?address(?:es)?[ ]of[ ](?:the[ ])?(?:applicant|tenant|owner|resident|occupier|claimant|patient|deceased
    |householder|complainant|defendant|witness|beneficiary|member|parent|child|pupil|carer|family|elector|candidate
    |proposer|objector|property|household|house|home|dwelling)s?)(?:[ ]at|[ ]is)?
    |(?:\b(?:place[ ]of[ ])?residence)(?:[ ]of[^:\n]{1,40})?|\bhouseholders?:|\bhouseholds?:|\bfrom[ ](?:his|her
    |their|my|our)[ ]home[ ]at
    |\b(?:his|her|their|my|our|['’]s)[ ](?:home|house|flat|bungalow|cottage)(?:[ ]is)?
    |(?:^|[(;,.|])[ ]?home(?=[ ]?[:–-])
    |\b(?P<moved>moved[ ](?:in)?to)
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
ROAD_TYPE = (
    "(?:Road|Street|Lane|Avenue|Close|Drive|Way|Court|Terrace|Crescent|Rd|St|Ave|Gro?ve?|Walk|Place|Green|Hill|View"
    "|Rise"
    "|Gardens|Square|Row|Mews|Park|Bank|Croft|Fields?|Meadows?|Yard|Wharf|Quay|Path|Common|Vale|Parade|Boulevard|Blvd"
    "|Parkway|Pkwy|Highway|Hwy|Circle|Cir|Trail|Ln|Dr|Ct|Crt|Pl|Ter|Cres|Sq|End|Side|Gate|Brow|Fold|Drove|Chase|Dene"
    "|Loke|Approach|Cottages|Villas|Circus|Mount|Spinney|Ridge|Garth|Wynd|Heath|Crest|Moss|Esplanade|Promenade|Brae"
    "|Leas?"
    "|Leys|Acres?|Paddocks?|Orchard|Copse|Track|Dyke|Nagar|Marg|Colony|Enclave|Pike|Turnpike|Run|Bend|Alley|Loop|Trace"
    "|Crossing|Landing|Cove|Glen|Knoll|Gates|Almshouses|Buildings|Broadway|Strand|Ropewalk|Loan|Vennel|Way)"
)
NAME = r"[A-ZÀ-Þ][A-Za-zÀ-ÿ'’-]+"
TITLE = (
    r"(?:Mr(?:\.? (?:and|&) Mrs)?|MRS?|MS|MISS|DR|Mrs|Ms|Miss|Mx|Dr|Messrs|Sir|Lady|Dame|Revd?|Prof|Maj|Capt|Smt|Shri"
    r"|Sri(?! Lanka))\.?"
)
PERSON = (
    rf"(?:(?P<title>{TITLE}) (?:{NAME} |[A-Z]\.? ?){{0,2}}{NAME}"
    rf"|(?P<given>{NAME})(?:(?: {NAME}| [A-Z]\.?){{0,2}} (?P<last>{NAME})|(?= of | at |'s ))"
    rf"|(?P<initials>[A-Z](?:\.| |\. )(?:[A-Z]\.? ?){{0,2}}(?<=[. ]){NAME}))"
)
# What joins somebody to an address: a sign, a word, an age, another column.
JOINED = (
    r"(?:(?:,|;| \(|:| -|\s*\||\t)? ?\"?(?:\(?(?:aged )?[0-9]{1,3}\)?,? )?"
    r"(?:of|at|from|lives at|who lives at|living at|resident at|to|[Aa]ddress:?|who is at"
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
