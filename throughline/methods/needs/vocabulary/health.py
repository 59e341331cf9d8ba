"""Needs of body and mind."""

from typing import Final

from throughline.methods.needs.need import Need

HEALTH: Final = (
    Need(
        code="dental",
        kinds=("vision-dental", "health-care"),
        names="dentist, dental, teeth, tooth, toothache, cavity, cavities, braces, orthodontist, "
        "orthodontics, orthodontic, molar, gums, denture, dentures, sealants, fluoride, oral health; "
        "dentista, diente, dientes, muela, muelas, caries, frenos, brackets, braquets, ortodoncia, "
        "ortodoncista, ortodontista, encía, encías, odontólog@, odontología, salud bucal, dentadura, "
        "flúor, sarro, endodoncia",
        said="tooth ache, teeth cleaning, tooth hurts, teeth hurt, tooth pulled, wisdom tooth, root canal, "
        "tooth decay, crooked teeth, chipped tooth, broken tooth, rotten teeth, bad breath, mouth hurts, "
        "dolor de muela, duele una muela, duelen los dientes, muela picada, dientes picados, "
        "dientes chuecos, limpieza dental, limpieza de dientes, sacar una muela, muela del juicio, "
        "duele la boca, se le cayó un diente, mal aliento, placas dentales, tapar una muela",
        weak="boca, mouth, jaw",
    ),
    Need(
        code="vision",
        kinds=("vision-dental", "health-care"),
        names="vision, eye, eyes, eyeglasses, eyeglass, glasses, eyesight, optometrist, optician, "
        "ophthalmologist, contact lenses, contacts, lenses, eye exam, eye doctor; vista, ojo, ojos, "
        "lentes, anteojos, gafas, espejuelos, optometrista, oculista, oftalmólog@, óptica, "
        "examen de la vista",
        said="reading glasses, cannot see, cant see, see the board, see far, blurry, squints, squinting, "
        "glasses broke, broke her glasses, new glasses, needs glasses, going blind, lazy eye, cross eyed, "
        "no ve bien, no ve el pizarrón, no mira bien, ve borroso, ver el pizarrón, no alcanza a ver, "
        "se le quebraron los lentes, lentes de contacto, entrecierra los ojos, mira borroso, "
        "lentes para leer",
    ),
    Need(
        code="doctor",
        kinds=("health-care",),
        names="doctor, doctors, physician, pediatrician, pediatrics, pediatric, clinic, medical, medical "
        "care, health care, healthcare, hospital, nurse, checkup, check up, physical exam, primary care, "
        "urgent care, well child, health center, health clinic, family doctor, x ray, blood test, stitches, "
        "surgery, dermatologist, specialist, emergency room, crutches; médic@, doctora, pediatra, clínica, "
        "enfermera, enfermero, atención médica, consulta, chequeo, revisión médica, centro de salud, examen "
        "físico, cirugía, análisis, dermatólog@, especialista, muletas, sala de emergencias, médico "
        "familiar, salud, health, ginecólog@, gynecologist",
        said="sports physical, physical for school, physical for sports, school physical, sick, fever, "
        "ill, ear infection, earache, ear ache, stomach ache, stomachache, headaches, rash, flu, cough, "
        "throat, vomiting, throwing up, broken arm, injury, infection, strep, lice, head lice, well visit, "
        "annual exam, see a doctor, enferm@, enfermedad, fiebre, calentura, dolor de oído, "
        "dolor de estómago, dolor de cabeza, gripa, gripe, tos, garganta, vómito, ronchas, sarpullido, "
        "infección, piojos, llevar al doctor, necesita doctor, examen físico para deportes, cita médica, "
        "malito, malita, le duele la panza, le duele el estómago, se siente mal, doctor para niños, "
        "doctor barato",
        weak="duele, hurts, hurt, pain, dolor, cita, appointment, exam, examen, bleeding, physical",
        is_vital=True,
    ),
    Need(
        code="vaccines",
        kinds=("health-care",),
        names="vaccine, vaccines, vaccination, vaccinations, immunization, immunizations, flu shot; "
        "vacuna, vacunas, vacunación, inmunización, inmunizaciones",
        said="shots, school shots, baby shots, shot records, needs shots, booster, kindergarten shots, "
        "measles, covid, chickenpox, cartilla de vacunas, inyecciones, inyección, sarampión, varicela, "
        "vacunar",
    ),
    Need(
        code="health-insurance",
        kinds=("health-care",),
        names="health insurance, medicaid, medicare, insurance, uninsured, chp, chp+, "
        "health first colorado, child health plan, coverage; seguro médico, seguro de salud, aseguranza, "
        "cobertura médica, sliding scale clinic, discount care program",
        said="no insurance, without insurance, dont have insurance, lost insurance, lost medicaid, "
        "medical bills, hospital bill, doctor bill, cant afford doctor, sin seguro, sin aseguranza, "
        "no tengo seguro, no tenemos seguro, no tengo aseguranza, perdimos el medicaid, "
        "cuenta del hospital, bil del hospital, biles médicos, biles del doctor, omnisalud, "
        "emergency medicaid",
        weak="seguro, insured",
    ),
    Need(
        code="medicine",
        kinds=("health-care",),
        names="medicine, medicines, medication, medications, prescription, prescriptions, meds, drugstore, "
        "pharmacy, inhaler, asthma, insulin, diabetes, allergies, allergy, epipen, epilepsy, seizures; "
        "medicina, medicinas, medicamento, medicamentos, receta, recetas, farmacia, botica, inhalador, "
        "asma, insulina, azúcar en la sangre, alergia, alergias, epilepsia, convulsiones, remedios, anemia, "
        "nebulizer",
        said="cant afford medicine, pay for medicine, pagar la medicina, comprar la medicina, "
        "se me acabó la medicina, refill, high blood pressure, presión alta, overweight, sobrepeso, "
        "obesidad, obesity",
        is_vital=True,
    ),
    Need(
        code="pregnancy",
        kinds=("health-care", "teen-parenting"),
        names="pregnant, pregnancy, prenatal, prenatal care, maternity, midwife, obstetrician, obgyn, "
        "ob gyn, doula, ultrasound, postpartum, breastfeeding, lactation, pregnancy test; embarazada, "
        "embarazo, maternidad, partera, ultrasonido, posparto, lactancia, amamantar, prueba de embarazo, "
        "control prenatal, parto",
        said="expecting a baby, having a baby, baby on the way, im pregnant, estoy embarazada, "
        "voy a tener un bebé, espero un bebé, dar pecho, dar a luz, nursing mom, baby due, "
        "esposa embarazada",
    ),
    Need(
        code="hearing-and-therapies",
        kinds=("health-care", "academic-help"),
        names="hearing, hearing aid, hearing aids, hearing test, audiologist, deaf, speech therapy, "
        "speech therapist, physical therapy, physical therapist, occupational therapy, "
        "occupational therapist, early intervention, developmental delay; audífonos para oír, audiólog@, "
        "sord@, sordera, examen del oído, terapia del habla, terapia de lenguaje, terapia física, "
        "fisioterapia, terapia ocupacional, intervención temprana",
        said="cant hear, does not hear, doesnt hear well, ear doctor, not talking yet, isnt talking, "
        "stutters, stutter, doesnt talk, speech delay, late talker, hard of hearing, no oye, no oye bien, "
        "no escucha bien, no habla todavía, tartamudea, no habla bien, problemas de lenguaje, "
        "problemas del habla, retraso del lenguaje, no puede hablar, todavía no habla, not walking, "
        "no camina",
        weak="ear, ears, oído, oídos, speech, oir, hear",
    ),
    Need(
        code="birth-control",
        kinds=("teen-pregnancy-prevention", "health-care"),
        names="birth control, contraception, contraceptive, contraceptives, condom, condoms, "
        "family planning, sex education, sex ed, sexual health, sexual education, iud, plan b, std, stds, "
        "sti, stis, hiv, teen pregnancy prevention, pregnancy prevention, reproductive health, abstinence, "
        "puberty; anticonceptivo, anticonceptivos, condón, condones, preservativos, "
        "planificación familiar, educación sexual, salud sexual, salud reproductiva, diu, vih, "
        "infecciones sexuales, pubertad, prevención del embarazo, píldora anticonceptiva, "
        "pastillas anticonceptivas",
        said="the pill, morning after pill, safe sex, having sex, sexually active, sex talk, "
        "talk about sex, not get pregnant, avoid pregnancy, prevent pregnancy, getting pregnant, "
        "where babies come from, the talk with, unprotected sex, growing up talk, first period, "
        "cuidarse para no embarazarse, no quede embarazada, no embarazarse, no salir embarazada, "
        "evitar un embarazo, evitar embarazo, prevenir embarazo, hablar de sexo, relaciones sexuales, "
        "tiene novio, pastilla del día siguiente, método anticonceptivo, métodos anticonceptivos, "
        "embarazo en adolescentes, embarazo adolescente, enfermedades de transmisión sexual, "
        "teen pregnancy, hablar de sexualidad, sexo seguro, protegerse",
        weak="sex, sexo, boyfriend, sexual, sexualidad, novio, period, pill",
    ),
)

MIND: Final = (
    Need(
        code="counseling",
        kinds=("mental-health",),
        names="mental health, counseling, counselling, counselor, therapy, therapist, psychologist, "
        "psychiatrist, psychology, psychiatric, behavioral health, depression, depressed, anxiety, anxious, "
        "trauma, ptsd, adhd, emotional support, support group, stress, panic attacks, eating disorder, ocd, "
        "bipolar; salud mental, consejería, consejer@, terapia, terapeuta, terapista, psicólog@, sicólog@, "
        "psicología, psiquiatra, siquiatra, depresión, deprimid@, ansiedad, ansios@, tdah, apoyo emocional, "
        "grupo de apoyo, estrés, ataques de pánico, trastorno alimenticio, anorexia, bulimia, nervios, "
        "conductual",
        said="someone to talk to, somebody to talk to, sad all the time, sad, crying, cries, cries a lot, "
        "worries, worried all the time, wont leave the room, doesnt want to go to school, refuses school, "
        "scared to go to school, school refusal, mood swings, acting out, tantrums, angry, anger, "
        "anger management, behavior problems, behavior, fights, fighting, cant sleep, nightmares, panic, "
        "feeling down, hopeless, lonely, overwhelmed, stressed, wont eat, feelings, emotions, emotional, "
        "stays in his room, not himself, coping, nervous, afraid, moody, aggressive, gender identity, "
        "lgbtq, coming out, triste, siempre triste, está triste, llora, llorando, llora mucho, enojad@, "
        "enojo, berrinches, mal comportamiento, se porta mal, conducta, pelea mucho, pesadillas, "
        "no puede dormir, no duerme, pánico, miedo, preocupad@, desesperad@, no quiere ir a la escuela, "
        "no quiere salir, no quiere comer, no quiere hablar, agresiv@, coraje, mal humor, "
        "hablar con alguien, alguien con quien hablar, se siente sol@, se encierra, emociones, "
        "sentimientos, emocional, tristeza, angustia, aislad@, muy callad@, autoestima, self esteem, "
        "problemas de conducta, problemas emocionales",
        weak="alone, talk, sola, solo, behave, upset, quiet, hablar, platicar, porta",
        cannot_wait="suicide, suicidal, kill himself, kill herself, kill myself, wants to die, "
        "want to die, hurt himself, hurt herself, hurting herself, hurting himself, hurts herself, "
        "hurts himself, self harm, cutting herself, cutting himself, cuts herself, cuts himself, "
        "end her life, end his life, end my life, dont want to live, doesnt want to live, better off dead, "
        "suicidio, suicidarse, suicida, quiere morir, quiere morirse, quiero morir, quiero morirme, "
        "me quiero morir, me quiero matar, quiero matarme, se quiere morir, "
        "quitarse la vida, se corta, se lastima, hacerse daño, se hace daño, no quiere vivir, "
        "no quiero vivir, matarse, crisis, mental health crisis, nervous breakdown, crisis de nervios",
    ),
    Need(
        code="grief",
        kinds=("mental-health",),
        names="grief, grieving, bereavement, mourning; duelo, luto",
        said="died, passed away, lost her dad, lost his dad, lost her mom, lost his mom, dad died, "
        "mom died, grandma died, death in the family, parents divorce, divorce, divorcing, separation, "
        "in jail, in prison, deported, deportation of dad, murió, se murió, falleció, fallecimiento, "
        "muerte, divorcio, nos separamos, separación, en la cárcel, deportaron, deportado, "
        "extraña a su papá",
        weak="death, deportación, loss, pérdida",
    ),
    Need(
        code="bullying",
        kinds=("mental-health", "family-engagement"),
        names="bullying, bullied, bully, bullies, cyberbullying, harassment; acoso, acoso escolar, bulear, "
        "buleo",
        said="being picked on, kids make fun, makes fun of, teased, teasing, no friends, se burlan, "
        "le pegan en la escuela, molestan en la escuela, le hacen bullying, no tiene amigos, "
        "no tiene amigas, gets picked on, getting picked on, picking on, le pegan",
    ),
    Need(
        code="substance-use",
        kinds=("substance-abuse", "mental-health"),
        names="substance abuse, substance use, addiction, addicted, addict, drugs, drug, alcohol, "
        "alcoholic, alcoholism, rehab, rehabilitation, recovery, sober, sobriety, detox, aa, "
        "alcoholics anonymous, narcotics, al anon, alateen, overdose, naloxone, narcan, fentanyl, opioid, "
        "opioids, marijuana, cannabis, cocaine, meth, heroin, vape, vapes, vaping, nicotine, tobacco, "
        "cigarettes, smoking, juul; abuso de sustancias, adicción, adicciones, adict@, droga, drogas, "
        "drogadicción, drogadict@, alcohólic@, alcoholismo, alcohólicos anónimos, rehabilitación, "
        "desintoxicación, sobredosis, fentanilo, opioides, marihuana, mariguana, mota, cocaína, heroína, "
        "vapear, vapeo, vapeador, nicotina, tabaco, cigarro, cigarros, cigarrillos, fumar",
        said="drinking, drinks too much, drinking problem, drunk, high all the time, getting high, smokes, "
        "smoking weed, weed, pot, pills, using drugs, on drugs, quit smoking, stop smoking, stop drinking, "
        "stop vaping, toma mucho, tomando cerveza, borrach@, anda drogado, fuma, fumando, dejar de tomar, "
        "dejar de fumar, dejar las drogas, dejar la bebida, vicio, vicios, bebe mucho, tomador, pastillas",
        weak="beer, cerveza, tomando, drink",
    ),
)
