"""Needs of learning, free time, work and being a parent."""

from typing import Final

from throughline.methods.needs.need import Need

LEARNING: Final = (
    Need(
        code="tutoring",
        kinds=("academic-help", "mentoring"),
        names="tutor, tutors, tutoring, homework, homework help, math, mathematics, algebra, geometry, "
        "science, academic, academics, study, studying, study skills, test prep, credit recovery, credits, "
        "grades, summer school, chemistry, physics, biology, essay, essays, writing, spelling, "
        "multiplication, fractions; tutora, tutores, tutoría, tutorías, tarea, tareas, ayuda con la tarea, "
        "matemáticas, mate, álgebra, ciencias, estudiar, estudios, calificaciones, "
        "clases de regularización, regularización, asesorías, repaso, escritura, escribir, ortografía, "
        "recuperación de créditos, química, física, quebrados, sumar",
        said="failing, failing classes, failing grades, flunking, bad grades, low grades, falling behind, "
        "behind in school, behind in class, struggling in school, struggles in school, pass his class, "
        "pass her class, school work, schoolwork, graduate on time, wont graduate, not graduate, "
        "dropping out, dropped out, drop out, held back, catch up, reprobando, reprobó, reprobar, "
        "malas calificaciones, va mal en la escuela, atrasado en la escuela, va atrasado, atrasad@, "
        "repetir año, bajas calificaciones, batalla en la escuela, batalla con la escuela, "
        "no entiende la tarea, no entiende las clases, pasar la clase, no entiende matemáticas, "
        "dejar la escuela, dejó la escuela, graduarse, graduarse a tiempo, ponerse al corriente",
        weak="learn, learning, aprender, aprendizaje, lessons, graduate",
    ),
    Need(
        code="reading",
        kinds=("mentoring", "academic-help"),
        names="reading, read, reading help, reading tutor, reading buddies, reading buddy, literacy, "
        "library, libraries, book, books, story time, storytime, books for kids, bookmobile, dyslexia, "
        "phonics; lectura, leer, ayuda con la lectura, biblioteca, libro, libros, cuentos, "
        "hora del cuento, alfabetización, dislexia, comprensión de lectura",
        said="help with reading, cant read, cannot read, doesnt read, learn to read, reading level, "
        "behind in reading, reading below grade, hates reading, no sabe leer, no puede leer, no lee, "
        "no lee bien, aprender a leer, le cuesta leer, batalla para leer, nivel de lectura, "
        "mejorar la lectura",
    ),
    Need(
        code="mentoring",
        kinds=("mentoring",),
        names="mentor, mentors, mentoring, mentorship, role model, big brother, big sister, big brothers, "
        "big brothers big sisters, buddy; mentora, mentoría, hermano mayor, hermana mayor, "
        "guía para jóvenes",
        said="positive adult, adult to look up to, someone to look up to, good example, male role model, "
        "father figure, no dad at home, has no father, no father, spend time with my son, "
        "somebody to guide, someone to guide, stay out of trouble, bad influences, wrong crowd, "
        "leadership, youth leaders, buen ejemplo, modelo a seguir, figura paterna, no tiene papá, "
        "sin papá, alguien que lo guíe, alguien que la guíe, malas compañías, malas amistades, "
        "malas influencias, liderazgo, apadrinar, alguien mayor, alguien que lo oriente, orientar, "
        "consejos para mi hijo",
        weak="guidance, friend, friends, amigos, amigas, example, ejemplo, guide, guiar, hang out",
    ),
    Need(
        code="english",
        kinds=("academic-help", "family-engagement"),
        names="esl, english class, english classes, english as a second language, learn english, english, "
        "ell; clases de inglés, inglés, aprender inglés, citizenship class, citizenship classes, "
        "clases de ciudadanía, english language learner, newcomers",
        said="doesnt speak english, does not speak english, dont speak english, speak english, "
        "english lessons, adult english, english for adults, practice english, no habla inglés, "
        "no hablo inglés, hablar inglés, inglés para adultos, estudiar inglés, entender inglés",
    ),
    Need(
        code="ged",
        kinds=("academic-help", "college-career"),
        names="ged, hiset, high school equivalency, adult education, high school diploma, diploma, "
        "adult basic education, alternative school, online school; preparatoria abierta, "
        "diploma de high school, educación para adultos, equivalencia, escuela para adultos, "
        "terminar la prepa, terminar la preparatoria, escuela alternativa",
        said="finish high school, never finished high school, go back to school, terminar la high school, "
        "terminar la escuela, sacar el ged, acabar la prepa, terminar mis estudios",
    ),
    Need(
        code="special-education",
        kinds=("academic-help", "family-engagement", "health-care", "mental-health"),
        names="special education, special ed, special needs, iep, 504 plan, 504, disability, disabilities, "
        "learning disability, autism, autistic, asd, down syndrome, developmental, gifted, evaluation, "
        "respite; educación especial, necesidades especiales, plan 504, discapacidad, discapacidades, "
        "autismo, autista, síndrome de down, problemas de aprendizaje, dificultades de aprendizaje, "
        "evaluación, respiro",
        said="slow learner, trouble learning, cant focus, cant pay attention, hard to focus, "
        "no pone atención, no se concentra, le cuesta aprender, batalla para aprender, "
        "problemas para aprender, aprende lento, no aprende",
    ),
    Need(
        code="college",
        kinds=("college-career",),
        names="college, colleges, university, fafsa, casfa, financial aid, scholarship, scholarships, "
        "tuition, college application, college applications, admissions, sat prep, sat test, act prep, "
        "act test, community college, trade school, technical school, vocational, concurrent enrollment, "
        "ap classes, first generation, daca; universidad, colegio comunitario, beca, becas, "
        "ayuda financiera para la universidad, colegiatura, solicitud de universidad, escuela técnica, "
        "carrera técnica, dreamers",
        said="pay for college, apply to college, apply for college, college visit, after high school, "
        "after graduation, college essay, student loans, studying after high school, student aid, "
        "pagar la universidad, ir a la universidad, entrar a la universidad, aplicar a la universidad, "
        "después de la prepa, después de la preparatoria, después de high school, después de graduarse, "
        "ir al colegio, seguir estudiando, dinero para la universidad, aplicar al colegio, "
        "préstamos estudiantiles, prepararse para la universidad",
        weak="colegio, apply, aplicar",
    ),
    Need(
        code="careers",
        kinds=("college-career", "work-experience"),
        names="career, careers, career exploration, career counseling, career day, job shadow, "
        "job shadowing, resume, resumes, interview, interview skills, skills assessment, aptitude test, "
        "career fair, military, army, asvab, trades, trade, electrician, welding, plumber, nursing school, "
        "cosmetology, cdl, mechanic; carrera, carreras, orientación vocacional, currículum, entrevista, "
        "entrevistas, oficio, oficios, feria de carreras, soldadura, electricista, plomero, cosmetología, "
        "mecánic@, profesión",
        said="what to do after school is over, dont know what to study, doesnt know what he wants to do, "
        "doesnt know what she wants to be, future, job interview, write a resume, qué estudiar, "
        "qué carrera, no sabe qué estudiar, futuro, hacer un currículum, entrevista de trabajo, "
        "feria de trabajo y carreras",
        weak="certificate, certificado, certification",
    ),
    Need(
        code="work",
        kinds=("work-experience", "college-career"),
        names="job, jobs, work, employment, internship, internships, intern, apprenticeship, "
        "apprenticeships, apprentice, work experience, summer job, summer jobs, job training, "
        "job placement, workforce, work permit, youth employment, part time, unemployment, unemployed, "
        "hiring, volunteer hours, volunteering, work study; trabajo, trabajos, empleo, empleos, pasantía, "
        "pasantías, prácticas, prácticas profesionales, aprendiz, experiencia de trabajo, "
        "experiencia laboral, capacitación, entrenamiento de trabajo, chamba, jale, trabajar, "
        "trabajo de verano, medio tiempo, desempleo, desemplead@, permiso de trabajo, laboral",
        said="first job, find a job, looking for a job, need a job, get a job, looking for work, "
        "job for my son, job for teens, earn money, make money, working, community service hours, "
        "job skills, now hiring, primer trabajo, buscar trabajo, buscando trabajo, encontrar trabajo, "
        "conseguir trabajo, ganar dinero, horas de servicio, trabajo para jóvenes, quiere trabajar, "
        "busca trabajo",
        weak="boss, hired, training, volunteer, voluntari@, experience, experiencia, skills",
    ),
)

PLAY: Final = (
    Need(
        code="sports",
        kinds=("sports", "enrichment"),
        names="sport, sports, soccer, basketball, baseball, softball, football, volleyball, swim, "
        "swimming, swim lessons, pool, gymnastics, karate, martial arts, taekwondo, judo, boxing, "
        "wrestling, track, running, tennis, golf, hockey, skating, skateboard, skateboarding, skate park, "
        "skiing, snowboarding, ski, recreation, rec center, recreation center, ymca, gym, fitness, "
        "exercise, yoga, playground, park, parks, hiking, lacrosse, cheerleading, cheer, athletics, "
        "bowling, climbing, team, league, little league, outdoors, outdoor, fishing, zumba, "
        "horseback riding; deporte, deportes, fútbol, futbol, básquetbol, basquetbol, béisbol, beisbol, "
        "voleibol, nadar, natación, clases de natación, alberca, piscina, gimnasia, gimnasio, "
        "artes marciales, boxeo, lucha, correr, tenis, patinar, patineta, recreación, centro recreativo, "
        "centro de recreación, ejercicio, parque, parques, equipo de fútbol, equipo, liga, atletismo, "
        "deportivo, deportiva, esquiar, aire libre, porristas, baloncesto, canchas, cancha",
        said="play ball, learn to swim, run around, get moving, active, get out of the house, burn energy, "
        "sign up for soccer, join a team, off the couch, screen time, jugar fútbol, aprender a nadar, "
        "jugar pelota, hacer ejercicio, actividad física, actividades físicas, que se mueva, quemar energía",
        weak="play, jugar, juego, games, coach, entrenador, bike, bici, club, actividades, activities, "
        "pelota, ball",
    ),
    Need(
        code="arts",
        kinds=("enrichment",),
        names="art, arts, art class, music, music lessons, band, orchestra, choir, singing, guitar, piano, "
        "violin, drums, mariachi, dance, dancing, ballet, folklorico, theater, theatre, drama, acting, "
        "painting, drawing, crafts, pottery, photography, film, museum, museums, creative writing, poetry, "
        "sewing, cooking class, cooking classes; arte, artes, música, clases de música, banda, orquesta, "
        "coro, cantar, canto, guitarra, violín, batería, baile, bailar, danza, folclórico, "
        "ballet folklórico, teatro, actuación, actuar, pintura, pintar, dibujo, dibujar, manualidades, "
        "cerámica, fotografía, museo, museos, poesía, costura, clases de cocina, cultura, cultural",
        said="play an instrument, instrument, instruments, learn guitar, loves to draw, draw, paint, sing, "
        "creative, tocar un instrumento, instrumento, le gusta dibujar, tocar la guitarra, tocar piano, "
        "clases de baile",
    ),
    Need(
        code="enrichment",
        kinds=("enrichment", "academic-help"),
        names="enrichment, robotics, coding, programming, stem, steam, chess, lego, legos, science club, "
        "engineering, 4h, 4 h, girl scouts, boy scouts, cub scouts, scouts, debate, gardening, nature, "
        "zoo, field trip, field trips, garden club; enriquecimiento, robótica, programación, ajedrez, "
        "ingeniería, exploradores, naturaleza, zoológico, paseos, excursión, excursiones, video games, "
        "videojuegos, girl scout",
        said="learn to code, bored, hobbies, hobby, fun activities, keep busy, aprender a programar, "
        "algo que hacer, aburrid@, pasatiempos, actividades divertidas, actividades para niños",
        weak="club, clubs, clubes, activities, actividades, summer, verano, fun, divertid@, talento, talent",
    ),
    Need(
        code="child-care",
        kinds=("child-care",),
        names="child care, childcare, daycare, day care, babysitter, sitter, babysitting, babysit, nanny, "
        "preschool, pre k, prek, pre school, head start, early head start, early childhood, universal "
        "preschool, upk, cccap, after school, afterschool, after school care, after school program, before "
        "school, before school care, before and after school, summer camp, day camp, summer program, drop "
        "in care, nursery, toddler care, infant care, kindergarten; guardería, guarderías, cuidado de "
        "niños, cuidado infantil, niñera, niñeras, cuidadora, kinder care, jardín infantil, preescolar, "
        "prekínder, prekinder, kínder, kinder, jardín de niños, después de la escuela, después de clases, "
        "antes de la escuela, campamento de verano, programa de verano, estancia infantil, programa después "
        "de clases, camp, campamento, cuidar niños, cuidado de bebés, extended day, extraescolar",
        said="watch my kids, watch my kid, watch my baby, watch my son, watch my daughter, look after my, "
        "take care of my kids, take care of my son, take care of my daughter, take care of my baby, "
        "take care of my children, while i work, when i work, while im at work, while i am at work, "
        "after school lets out, until i get home, home alone after school, nobody home after school, "
        "no school days, days off school, spring break, keep my kids, somewhere for my kids to go, "
        "quien me cuide, quien cuide, me cuiden, cuide a mi, cuide a mis, cuidar a mi, cuidar a mis, "
        "cuiden a mis, cuidar al niño, cuidar a la niña, cuidar al bebé, cuidar mis hijos, cuidar mi hijo, "
        "cuidar mi bebé, mientras trabajo, cuando trabajo, mientras trabajamos, dejar a mis hijos, "
        "dejar a mi hijo, dejar a los niños, saliendo de la escuela, salen de la escuela, "
        "vacaciones de primavera, hasta que salgo de trabajar, con quien dejar, donde dejar",
        weak="toddler, summer, verano, vacaciones, cuidado, care, cuidar, baby, bebé, niñito, watch",
    ),
    Need(
        code="teen-parents",
        kinds=("teen-parenting", "health-care", "child-care"),
        names="teen parent, teen parents, teen parenting, teen mom, teen moms, teen mother, teen mothers, "
        "teen dad, teen dads, teen father, teen fathers, young mom, young moms, young mother, "
        "young mothers, young parent, young parents, young dad, young father, young fathers, "
        "pregnant teen, pregnant teens, pregnant student, parenting teens, teenage mom, teenage mother, "
        "teenage parents, student parent, nurse family partnership; mamá adolescente, mamás adolescentes, "
        "madre adolescente, madres adolescentes, padre adolescente, padres adolescentes, papá adolescente, "
        "papás adolescentes, mamá joven, mamás jóvenes, madre joven, madres jóvenes, papá joven, "
        "papás jóvenes, padres jóvenes, adolescente embarazada, adolescentes embarazadas, "
        "estudiante embarazada, embarazada adolescente",
        said="pregnant and in high school, pregnant in high school, pregnant in school, "
        "pregnant and still in school, teen is pregnant, teenager pregnant, student with baby, "
        "my daughter is pregnant, daughter got pregnant, 16 and pregnant, 17 and pregnant, "
        "15 and pregnant, im in high school and have a baby, have a baby in high school, "
        "baby and high school, high school baby, daughter has a baby, daughter had a baby, "
        "girlfriend is pregnant, girlfriend pregnant, got my girlfriend pregnant, son is a father, "
        "son is going to be a dad, finish school with a baby, years old and pregnant, "
        "years old and have a baby, teen baby, year old has a baby, year old pregnant, "
        "hija está embarazada, hija embarazada, hija salió embarazada, embarazada en la prepa, "
        "embarazada y en la escuela, novia está embarazada, novia embarazada, "
        "tengo un bebé y voy a la escuela, mi hija tiene un bebé, hija tuvo un bebé, hijo va a ser papá, "
        "terminar la escuela con mi bebé, bebé en la prepa, joven embarazada, embarazada estudiar, "
        "años y tengo un bebé, años y estoy embarazada, años embarazada, embarazada prepa, "
        "mi bebé y la escuela",
    ),
    Need(
        code="parenting",
        kinds=("family-engagement",),
        names="parenting, parenting class, parenting classes, parent education, parent support, "
        "parenting skills, parent group, parents group, family support, family engagement, family liaison, "
        "home visit, home visits, home visiting, playgroup, play group, pta, pto, parent teacher, "
        "parent advisory, family night, family nights, fatherhood, grandparents raising, kinship care, "
        "foster, co parenting, family resource center; clases para padres, escuela para padres, crianza, "
        "educación para padres, grupo de padres, apoyo para padres, apoyo familiar, visitas a domicilio, "
        "visitas en casa, participación de los padres, enlace familiar, noche familiar, abuelos criando, "
        "orientación familiar, talleres para padres, taller para padres",
        said="be a better parent, better parent, better mom, better dad, raise my kids, raising kids, "
        "raising grandchildren, raising my grandkids, raising my grandson, raising my granddaughter, "
        "raising my grandchildren, discipline, my kid wont listen, wont listen, doesnt listen, "
        "talk to my teen, communicate with my teen, meet other parents, meet other moms, "
        "meet other families, other parents, new in town, new here, new to the area, new to the school, "
        "get involved, help at the school, volunteer at school, volunteer at the school, parent volunteer, "
        "talk to the teacher, meet the teacher, parent conference, parent conferences, ser mejor mamá, "
        "ser mejor papá, ser mejores padres, educar a mis hijos, disciplina, no me hace caso, "
        "no hace caso, no obedece, criar a mis hijos, criar a mis nietos, criando a mis nietos, "
        "criando a mi nieto, conocer a otras mamás, conocer otros padres, conocer otras familias, "
        "conocer a otras familias, conocer a otros padres, otras mamás, otros padres, involucrarme, "
        "participar en la escuela, ayudar en la escuela, hablar con la maestra, hablar con el maestro, "
        "juntas de padres, ser voluntaria en la escuela, somos nuevos, soy nueva, recién llegados, "
        "acabamos de llegar, cómo hablar con mi hijo, cómo hablar con mi hija, comunicarme con mi hijo",
        weak="parent, parents, padres, familia, family, meeting, workshop, taller, grandchildren, nietos, "
        "involved, participar",
    ),
    Need(
        code="navigating",
        kinds=("family-engagement",),
        names="interpreter, interpreters, translator, translate, translation, navigator, family navigator, "
        "enroll, enrollment, registration; intérprete, intérpretes, traductor, traductora, traducir, "
        "traducción, inscripción, inscripciones, inscribir",
        said="fill out forms, fill out a form, fill out papers, fill out paperwork, filling out forms, "
        "help with forms, help with paperwork, paperwork, sign up my child for school, sign up for school, "
        "register my child, register for school, understand the school, how school works, "
        "letter from school, school letter, talk to the school, school meeting, dont know where to start, "
        "llenar formas, llenar papeles, llenar formularios, llenar la forma, llenar una forma, "
        "llenar solicitudes, llenar una solicitud, llenar una aplicación, ayuda con papeles, trámites, "
        "inscribir a mi hijo, inscribir a mi hija, registrar a mi hijo, registrar a mi hija, "
        "carta de la escuela, hablar con la escuela, entender la escuela, cómo funciona la escuela, "
        "junta en la escuela, juntas de la escuela",
        weak="forms, formas, papeles, registrar, register, solicitud, formulario, application, papers",
    ),
)
