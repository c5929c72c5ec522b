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
"""
ORGANISATION = compile_late(
    r"""
    \b(?:Halls?|Offices?|Cent(?:re|er)|Shops?|Stores?|Hotel|Inn|Arms|Pub|School|College|University|Academy|Nursery|Church
    |Chapel|Mosque|Temple|Library|Clinic|Surgery|Dental|Dentist|Practice|Bank|Station|Museum|Gallery|Ltd|Limited|Inc|LLC
    |Company|Co|Corporation|Council|Trust|Association|Society|Club|Charity|Foundation|Services?|Solicitors?|Agents?
    |Pharmacy|Chemist|Bakery|Butchers?|Garage|Caf[eé]|Restaurant|Bar|Salon|Hospital|Department|Agency|Committee|Parish
    |Market|Depot|Works|Premises|Studios?|Theatre|Cinema|Gym|Post|Stop|Group|Team|Partners|Sons|Bros|Brothers|Building
    |House|Press|Fair|Festival|Trading|Tearooms?|Kitchen|Estates?)\b
    """,
    re.VERBOSE,
)
PUBLIC = compile_late(
    r"""
    \b(?:offices?|hall|cent(?:re|er)|meetings?|meets?|shops?|stores?|hotel|pub|school|church|library|clinic|surgery|bank
    |station|museum|ltd|limited|llc|inc|company|venue|workshop|planning|proposed|proposal|conversion|extension|erection
    |demolition|roadworks?|closure|closed|diversion|bus[ ]stop|outside|opposite|for[ ]sale|to[ ]let|auction|premises
    |licen[cs]e|depot|garage|caf[eé]|restaurant|polling|headquarters|business|open[ ]day|fair|exhibition|concert|tender
    |contractor|supplier|clerk|secretary|chair(?:man|woman|person)?|director|manager|officer|councillor|cllr|treasurer
    |solicitors?|agents?|editor|architect|publisher|historic|listed|born|contact|suite|holiday|street[ ]?works|drain
    |manhole|lamp|pole|column|litter|pothole|tree)\b
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
    |\b(?:occupiers?|tenants?|residents?|householders?|family|late)[ ]of
    |\b(?:(?:home|residential|private|personal|tenant's|applicant's|owner's|resident's)[ ]address
    |(?:home[ ])?address[ ]of[ ](?:the[ ])?(?:applicant|tenant|owner|resident|occupier|claimant|patient|deceased
    |householder|complainant|defendant|witness|beneficiary|member|parent|child|pupil|carer|family))(?:[ ]at|[ ]is)?
    |residence|\b(?P<moved>moved[ ](?:in)?to)|\bhome[ ](?:visit|call)s?(?:[ ](?:to|at))?)[\s:：|,;"-]*\Z
    """,
    re.VERBOSE | re.IGNORECASE,
)
HOME_COLUMN = compile_late(r"\b(?:home|residential|private) address|address of|lives? at|residence", re.IGNORECASE)
NO_PERSON_BEFORE = compile_late(r"\b(?:St\.?|Saint|Queen|King|Royal|The|Street|Road|Lane) \Z")
NAME = r"[A-Z][A-Za-z'’-]+"
TITLE = r"(?:Mr(?: and Mrs| & Mrs)?|Mrs|Ms|Miss|Mx|Dr|Messrs|Sir|Lady|Dame)\.?"
PERSON = (
    rf"(?:(?P<title>{TITLE}) (?:{NAME} |[A-Z]\.? ?){{0,2}}{NAME}"
    rf"|(?P<given>{NAME})(?:(?: {NAME}| [A-Z]\.?){{0,2}} (?P<last>{NAME})|(?= of | at |'s )))"
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
