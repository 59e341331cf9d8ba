"""Invented sentences whose words may indicate harm, by language and kind."""

ENGLISH_SELF_HARM = """
I feel like dying
I'm being bullied and I want it all to end
I hate my life
I want to sleep and never wake up
i should just die
He cut herself and himself, he keeps cutting himself at night
I want to die
i just want to die honestly
I don't want to live anymore.
I don’t want to be alive
She told me she doesn't want to be here anymore
Sometimes I wish I was dead
I wish I was never born
They would all be better off without me
everyone is better off if I was gone
There is no reason to live
I have nothing left to live for
My life is not worth living
I'm so tired of living
I can't go on anymore
I keep thinking about killing myself
i'm gonna kill myself after finals
I cut myself when it gets bad
I've been hurting myself since October
My friend is cutting her wrists in the bathroom
My daughter has started to self-harm
self harm is the only thing that helps
My brother committed suicide last year and nobody here talks about it
She is suicidal and the office did nothing
he said he would end his life
I think about ending it all
I want to take my own life
nobody would care if I died
no one would even notice if I disappeared
I took a bottle of pills last weekend
He wants to kill himself
my best friend said she is going to kill herself
He hangs out on the overpass and says he will jump off the bridge
I might overdose
kms
honestly im going to unalive myself
My son says he wants to die
I have been having thoughts of dying
I WANT TO DIE
k1ll myself
I want to k*ll myself
su1c1de
I am thinking about s u i c i d e
k i l l  m y s e l f
i want to k.i.l.l m.y.s.e.l.f
I want to dieeeee
I   want
to   die
this is my goodbye note
I wrote my suicide note
"""

ENGLISH_ABUSE = """
Mr. Alder hit my son
a man touched me
my uncle comes in my room at night
my parents don't let me eat
My dad hits me
my stepdad hits me when mom is at work
My mom's boyfriend beats me
His father beats him with a belt
My uncle touched me in a bad way
The coach touched her inappropriately
He keeps touching my legs under the table
a teacher grabbed my butt
I was raped
My sister was raped by a senior
He molested my cousin
She was sexually assaulted on the bus
The bus driver sexually harasses the girls
He asked me to send him nudes
He keeps asking girls for naked pictures
an older guy is grooming my daughter
I am being abused at home
My parents abuse me
There is domestic violence in my house
I'm scared to go home
She is afraid of her father
I don't feel safe at home
My parents lock me in the closet
they don't feed us
He came to class with bruises on his arms
She told me not to tell anyone
he said keep it our little secret
He forced me to touch him
the coach made me take off my shirt and do things, he made me undress
My neighbor is having sex with a student
Someone showed him his private parts
a girl in my class is being trafficked
the aide slapped my son
A kid chokes my little brother every day on the bus
my dad gets drunk and my brother gets hit by him, he got beaten at home
r@pe
"""

ENGLISH_THREAT = """
there is going to be a shooting tomorrow
he says he is bringing a gun tomorrow
My brother has a gun and says he will use it
I'll slit her throat
I will blow everyone up
somebody should shoot the superintendent
I dream of killing my stepdad
I want him dead
they told me to go die
I'm going to kill him
I will kill you
i'll kill everyone in this school
I want to kill my teacher
Im gonna shoot up the school
someone said they will shoot the school up
I am going to bring a gun to school
He has a gun in his backpack
There is a kid who brought a knife to class
My cousin said he would kill her
I'm gonna blow up the building
we should burn down the school
There is a bomb in the gym, I put a bomb there
I planted a bomb
They got a bomb threat
I'm going to stab him at lunch
imma beat up that kid tomorrow
You all deserve to die
I hope you die
hope the whole board dies
The superintendent should be shot
kys
Go kill yourself
kill yourself
watch your back
He made a hit list
She has been getting death threats
He threatened me after practice
he is threatening to hurt the other kids
I am planning to be the next school shooter
My ex said he is going to kill me
Kill them all
he pulled a knife on another student
I will hurt my classmates
everyone is going to die on Friday, you are all gonna die
ill k1ll them
"""

SPANISH_SELF_HARM = """
me quiero cortar
quiero acabar con todo
odio mi vida
Quiero morir
ya me quiero morir
Me quiero matar
Quiero morirme
Tengo ganas de morir
Ya no quiero vivir
No quiero seguir viviendo
no vale la pena vivir
No tengo razones para vivir
Pienso en el suicidio
Mi hermano se suicidó
Mi amiga quiere suicidarse
He pensado en suicidarme
Quiero quitarme la vida
Pienso en acabar con mi vida
Ojalá estuviera muerto
estarían mejor sin mí
Nadie me va a extrañar
a nadie le importaría si me muero
Quisiera no haber nacido
Me corto los brazos
Se corta las venas en el baño
Me hago daño cuando estoy triste
mi hija quiere hacerse daño
Ella se lastima a sí misma
tomé muchas pastillas
Quisiera desaparecer para siempre
Me voy a ahorcar, quiero ahorcarme
voy a tirarme del puente
mi hijo dice que se quiere morir
QUIERO MORIR
quiero m o r i r, q u i e r o m o r i r
su1cid1o
me quisiera morir
Voy a matarme
"""

SPANISH_ABUSE = """
mi tío me toca
mi mamá me deja sola por días
Mi papá me pega
mi padrastro me golpea
Mi mamá le pega a mi hermanito
El maestro le pegó a un niño
Me violó mi tío
Fui violada
Abusaron de mí
mi primo abusó de mi hermana
Sufrió abuso sexual
El entrenador me tocó las piernas
me toca sin mi permiso
Me tocó las partes íntimas
El chofer manosea a las niñas
Me pide fotos desnuda
le mandó fotos íntimas
Tengo miedo de ir a mi casa
No me siento segura en mi casa
Tengo miedo de mi papá
Hay violencia doméstica en mi casa
Me encierran en el cuarto
No nos dan de comer
Llegó con moretones en los brazos
Me dijo que no le diga a nadie
Me obligó a tener relaciones
El profesor acosa sexualmente a las alumnas
Sufre maltrato infantil
Golpean a sus hijos
Mi vecino maltrata a sus niños
trata de personas
"""

SPANISH_THREAT = """
voy a llevar un cuchillo
me van a matar
nos quieren matar
merecen que los maten
quiero que se muera
Te voy a matar
Los voy a matar a todos
Voy a matarlos
Voy a matar a mi maestra
Quiero matar a todos
Él dijo que la iba a matar
mi papá dice que me va a matar
Voy a traer una pistola a la escuela
Trae un cuchillo en la mochila
Un niño llevó un arma a la escuela
Voy a hacer un tiroteo
Hay una bomba en la escuela
Puse una bomba
Voy a quemar la escuela
Vamos a balacear la escuela
Me amenazó con matarme
Recibimos amenazas de muerte
amenaza de bomba
Merecen morir
Ojalá te mueras
Mátate
Vas a morir
Te voy a golpear
los vamos a apuñalar, los voy a apuñalar
Voy a lastimar a mis compañeros
sacó un cuchillo
Me apuntó con una pistola
tiene una lista de gente para matar
te mato
"""
