"""Small made-up surveys with the header rows of the tools districts use."""

GOOGLE = (
    "Timestamp,Email Address,Which school?,I am a…,How safe do you feel at school?,What would help?,"
    '"Which of these matter to you? (choose all)",Preferred language\n'
    + "".join(
        f"2026/03/{day:02} 9:0{day}:33 AM EST,p{day}@example.org,"
        f'{school},{who},{n},"{text}","{choice}",{lang}\n'
        for day, school, who, n, text, choice, lang in [
            (1, "Oak", "Parent", 4, "More buses, please\nand earlier", "Buses, Lunch", "English"),
            (2, "Elm", "Student", 5, "Longer lunch", "Lunch", "Español"),
            (3, "Oak", "Parent", 2, "Nothing", "Buses, Lunch, Yes, but not every day", "English"),
            (4, "Oak", "Parent", 3, "Clean toilets in the old wing", "Buses", "English"),
            (5, "Elm", "Student", 1, "Ask us again", "Lunch, Buses", "Spanish"),
            (6, "Elm", "Parent", 3, "", "Buses", "English"),
        ]
    )
)

MICROSOFT = (
    "ID,Start time,Completion time,Email,Name,What should change?,Which subjects?,The school listens to me.\n"
    "1,3/5/26 11:00:22,3/5/26 11:02:24,anonymous,,The bell,Math;Art;,Agree\n"
    "2,3/6/26 12:00:22,3/6/26 12:03:11,anonymous,,Homework,Art;,Strongly agree\n"
    "3,3/7/26 13:00:22,3/7/26 13:04:01,anonymous,,The bell,Math;Music;Art;,Disagree\n"
    "4,3/7/26 13:00:22,3/7/26 13:05:01,anonymous,,Food,Music;,N/A\n"
)

QUALTRICS = (
    "StartDate,EndDate,Status,IPAddress,Progress,Duration (in seconds),Finished,RecordedDate,ResponseId,"
    "RecipientEmail,DistributionChannel,UserLanguage,Q1,Q2_1,Q2_2,Q3\n"
    "Start Date,End Date,Response Type,IP Address,Progress,Duration (in seconds),Finished,Recorded Date,"
    'Response ID,Recipient Email,Distribution Channel,User Language,"In your words, what works?",'
    "What do you use? - Selected Choice - Bus,What do you use? - Selected Choice - Bike,"
    "How often do you read the newsletter?\n"
    + ",".join('"{""ImportId"":""x' + str(i) + '""}"' for i in range(16))
    + "\n"
    "2026-03-01 10:00:00,2026-03-01 10:01:00,Survey Preview,,100,60,True,2026-03-01 10:01:00,R_0,,preview,EN,"
    "test,Bus,,Never\n"
    "2026-03-02 10:00:00,2026-03-02 10:01:00,IP Address,1.2.3.4,100,60,True,2026-03-02 10:01:00,R_1,,"
    "anonymous,EN,The library,Bus,Bike,Sometimes\n"
    "2026-03-03 10:00:00,2026-03-03 10:01:00,IP Address,1.2.3.5,100,60,True,2026-03-03 10:01:00,R_2,,"
    "anonymous,ES,Los maestros,,Bike,Siempre\n"
)

SURVEYMONKEY = (
    "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,Last Name,"
    "Custom Data 1,What do you value?,,,How are we doing?,Anything else?\n"
    ",,,,,,,,,Arts,Sports,Other (please specify),Response,Open-Ended Response\n"
    "1001,55,02/03/2026 09:12:33 AM,02/03/2026 09:15:00 AM,1.2.3.4,,,,,Arts,,,Good,Keep going\n"
    "1002,55,02/04/2026 09:12:33 PM,02/04/2026 09:15:00 PM,1.2.3.4,,,,,Arts,Sports,Chess club,Excellent,\n"
    "1003,55,02/13/2026 09:12:33 PM,02/13/2026 09:15:00 PM,1.2.3.4,,,,,,Sports,,Fair,More shade\n"
)

THOUGHTEXCHANGE = (
    "Participant,Thought,Why is that important?,Average stars,Number of ratings\n"
    "1,Smaller classes,Teachers can see everyone,4.5,30\n"
    "2,Later start,Sleep,3.9,28\n"
)

PANORAMA = (
    "School,Grade,How much do you belong at your school?,How often do people listen to you?\n"
    "Oak,6,Quite a bit,Once in a while\n"
    "Oak,7,A tremendous amount,Sometimes\n"
    "Elm,6,Somewhat,Frequently\n"
    "Elm,7,Not at all,Sometimes\n"
    "Elm,7,Somewhat,Sometimes\n"
)
