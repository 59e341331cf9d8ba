"""Invented sentences that are everyday words, though some sound like harm, by language."""

ENGLISH_HARMLESS = """
Please kill the new schedule
They are trying to kill public education
We are going to beat them on Friday
They threaten to close our school
The district threatened to cut the bus
Keep the surprise party a secret
I worry about a school shooting
School shooting drills scare my kindergartner
Teachers should not have guns in class
Metal detectors keep guns and knives out
My son cut himself on the playground slide
She hurt herself at practice and no nurse was there
My child was hit by a ball
Someone is going to get killed at that crosswalk
Drivers speed and will kill somebody
I'm scared to go home in the dark because there is no sidewalk
I hope the plan is dead
This policy should be shot down
I am tired of living paycheck to paycheck
A bomb cyclone closed the school
Students carry knives to the sink in culinary arts
We will beat them at state
This budget is killing me
We could kill two birds with one stone by moving the meeting
The cookies at the fair were to die for
I almost died laughing at the talent show
The traffic at drop-off is killing us
I'm dying to know who the new principal is
My phone died during the meeting
The grass on the field is dying
Please don't let the music program die
We want the old traditions to die out
It wouldn't kill them to answer an email
Would it kill you to fix the heating
The talent show killed it
The killer app for homework help
Shoot me an email when the results are out
I want to shoot the school play on video
Shoot us a text when the bus is late
The team got beaten by a rival, the other team beat us at home
My dad beats me at chess every week
It hit me that nobody asked the students
That question hit me hard
The story touched me deeply
Kids get kicked out of class for nothing
The levy hits us hard
Prices hurt my family
It hurts me to see the library closed
This district abuses its power
Substance use and abuse of funds are problems
We need a bigger stage for the battle of the bands
The test was bombed by everyone
Bath bombs were the best seller at the craft fair
A glue gun in the art room would help
We need suicide prevention training for every teacher
Please bring back the suicide prevention program
Sexual harassment prevention should be taught in health class
More overdose prevention and Narcan training
I don't want to live in a district that closes schools
I don't want to live near the highway
I can't live without the after-school program
I would like to see a shooting range of topics
The basketball team needs more shooting practice
Our hit musical sold out
We should cut the budget for consultants
Cut class sizes
The lawns are well groomed
My son's private lessons are expensive
The end of the school year is too late
Life skills should be taught
She wants to take her life skills class twice
The teachers work themselves to death, figuratively, with paperwork
Graduates need to be successful in life
The drop off lane is dangerous and the cars go too fast
Kids should learn to change a tire and to cook
The new schedule ended my carpool
Everyone is exhausted
I hope the board listens
You should watch the recording
We have to fight for our schools
The gym is a blast in the summer
I am scared of heights, so no rope course please
I am afraid of losing the librarian
We feel safe at school
Keep it simple
The principal is my hero
Our counselor has a heavy load
The deadline is deadly close
Dead trees by the playground should be removed
The skills they need: reading, writing, grit
My kid loves chemistry and making things explode safely in the lab
Fire drills take too long
The nurse needs a private area to work
The therapist was great
Rapeseed fields surround the middle school
We grapple with grapes and drapes in the cafeteria
The class hamster died
My grandmother died last spring and the school sent flowers
The roof leaks on the stage
Lock the bike racks at night
They feed us pizza every Friday
Students should tell an adult
I told my kids to share their views
Our school is the best
"""

SPANISH_HARMLESS = """
El examen me va a matar
la pandemia nos golpeó
el distrito nos golpea con cuotas
me obligan a hacer cosas innecesarias
cortar las piernas al programa
el programa no merece morir
los árboles se van a morir
nos amenazan con recortes
amenaza de lluvia
me pegaron la gripe
Me muero de risa
me muero de hambre a mediodía
Casi me muero del susto con el examen
Matar dos pájaros de un tiro
El calor nos va a matar en el gimnasio
Este horario me mata
Me mato trabajando para pagar las cuotas
Quiero vivir cerca de la escuela
No quiero vivir en un distrito sin biblioteca
Ya no quiero vivir lejos de la escuela
Me toca recoger a los niños
Me tocó esperar una hora
Le toca al distrito arreglar el techo
Me pega el sol en la parada del autobús
Me lastima ver la biblioteca cerrada
Abuso de poder de la administración
Abusan de su autoridad
Violaron las reglas del distrito
Hubo una violación de nuestros derechos
La bomba de agua no sirve
Necesitamos una bomba de aire para las llantas
Hay que cortar los gastos
Me corto el pelo con la mamá de un alumno
La prevención del suicidio es importante
Queremos más programas contra la violencia doméstica
Talleres sobre acoso sexual para los padres
No me den más tarea
Mi hijo quiere ser maestro
El partido fue una paliza
Los niños necesitan más tiempo para comer
La vida en la escuela es buena
Quiero que mi hija termine con buenas notas
Vale la pena vivir aquí
Me encanta la escuela
El camión llega tarde
La clase de arte me mata de la emoción
Nos golpea la inflación
Quieren quitar la clase de música
Se va a acabar el programa
Desaparecer el programa sería un error
Mi papá trabaja de noche y me siento segura en la escuela
No hay de comer después de clases para los que esperan el autobús
El perro de la escuela murió
Ojalá arreglen las canchas
Mata de tomate para el huerto escolar
Tengo miedo de que cierren la escuela
La obra de teatro fue una bomba
Vamos a atacar el problema del transporte
Disparar a canasta en el recreo
"""
