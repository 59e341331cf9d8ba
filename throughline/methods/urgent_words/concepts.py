"""Words of what texts tell, in English and Spanish: the model learns what they mean together.

Written as `plain_text` leaves them: in lower case, without accents and apostrophes. A word may stand under
several concepts, as `cut` does. Misspellings of words of six letters and more are found by their sound.
"""

from collections.abc import Mapping

_WORDS = """
parent: dad daddy dads father stepdad stepfather stepdads papa mom mommy moms momma mama mother stepmom
    stepmother parents parent folks grandma grandpa granny grandfather guardian foster | papa papas papi
    padre padres mama mamas mami madre padrastro madrastra jefe jefa jefes abuelo abuela abuelos abuelita
    abuelito tutor tata
partner: boyfriend bf boyfriends husband ex girlfriend gf fiance roommate | novio novia marido esposo
    pareja exmarido exnovio ex concubino
relative: uncle uncles aunt cousin cousins brother brothers bro sister sisters sis nephew niece
    stepbrother | tio tios tia primo primos prima hermano hermanos hermana hermanita hermanito carnal
    sobrino sobrina
leader: coach coaches teacher teachers tutor pastor priest deacon babysitter sitter principal sub
    substitute trainer instructor counselor driver boss | entrenador coach maestro maestra maestros profe
    profes profesor profesora pastor padre cura catequista ninera chofer director directora jefe lider
small: baby babies toddler infant kindergartner little lil tiny kindergarten 3yr 4yr | bebe bebes nene
    nena chiquito chiquita chiquitos pequeno pequena ninito criatura tierno
child: kid kids child children boy boys girl girls student students son daughter sons daughters grandson
    granddaughter freshman freshmen teen teens teenager grader graders classmate classmates kiddo | nino
    ninos nina ninas hijo hija hijos hijas muchacho muchacha muchachos joven jovenes alumno alumna alumnos
    chamaco chamaca chamacos cipote cipota cipotes patojo patoja patojos morro morra morros guiro chavo
    chava chavos bicho bicha bichos nieto nieta nietos menor menores huerco escuincle chigui chavalo
    chavala
friend: friend friends bestie buddy homie homies | amigo amiga amigos amigas compa cuate chero cheros
    camarada brother compita
man: man men guy guys dude adult grown older stranger strangers somebody someone | hombre hombres senor
    senores viejo don tipo tipos vato vatos sujeto desconocido desconocidos alguien adulto mayor
online: online snap snapchat insta instagram ig discord roblox fortnite tiktok dm dms dmed internet app
    chat valorant facebook fb minecraft gamer whatsapp text texts texted texting messages message |
    internet linea whats whatsapp face mensajes mensaje chat redes snap insta
hit: hit hits hitting beat beats beating beaten punch punched punches slap slaps slapped kick kicks kicked
    whip whips whipped whoop whoops whooped smack smacks smacked shove shoved shoves shoving throws threw
    thrown drag drags dragged pin pinned pins stomp stomped jump jumped jumps spank swung grabbed yanked |
    pega pegan pego pegaron pegarme pegarle pegando golpea golpean golpeo golpearon golpes golpe golpiza
    patea patean patearon patadas cachetada cachetadas bofetada empuja empujan empujaron tira tiran
    avienta avientan aventaron jala jalan jalo azota azotan azotado madrea madrean madrearon cachimbear
    cachimbean verguean verguear penquea penquean sopapo zarandea trompada trompadas chinga
tool: belt belts cord hose hanger paddle switch spoon stick stove iron bat chair rope buckle wire |
    cinturon cincho cinto faja cable manguera chancla palo vara chicote hebilla alambre lazo plancha leno
    tabla correa chilillo
injury: bruise bruises bruised black eye marks mark handprint handprints welts welt blood bleeding bled
    bloody swollen scar scars scab burn burns burned burnt broken concussion stitches cracked hurts
    limping limps | moreton moretones moretes morete golpeado golpeada marcas marca sangre sangrando
    sangra sangrado hinchado hinchada cicatriz cicatrices quemada quemado quemadura quemaduras rota roto
    cortada cortadas heridas herida cojeando chipote raspones
neck: neck throat choke choked chokes choking strangle strangled breathe breathing | cuello pescuezo
    garganta ahorca ahorcar ahorcando ahorcarme ahorco asfixia respirar respira
body: wrist wrists arm arms leg legs thigh thighs stomach ribs sleeves sleeve hoodie skin | muneca munecas
    brazo brazos pierna piernas muslo muslos panza costillas mangas manga piel estomago
touch: touch touches touched touching rub rubs rubbed kiss kissed kisses hug hugs grope groped undress
    naked nude nudes shower pajamas underwear bra shirt lap tickle tickles massage massages bed bedroom
    creepy creep weird sexual pervy private privates | toca tocan toco tocaron tocando tocarme tocarla
    tocado manosea manoseo soba besa beso besar abraza desnuda desnudo desnudos nudes encuera calzon
    calzones brasier regazo cosquillas masaje masajes cama regadera banarse acaricia partes intimas
    morboso morbosa cochinadas
pics: pic pics picture pictures photo photos video videos nudes selfie camera | foto fotos fotito pack
    video videos imagen selfi camara fotografias nudes
secret: secret secrets tell told telling nobody anyone promise promised quiet swear snitch lie lying lied
    hush | secreto secretos secretito digas digan diga diciendo contar cuentes cuente cuento nadie promesa
    prometi prometer callado callada callar jurar mentir mentira acusar chismoso
force: makes make made force forced forces let lets wont wouldnt wants won | obliga obligan obligo
    obligaron fuerza fuerzan hace hacen hizo hicieron deja dejan quiere quieren
fear: scared afraid terrified scary scares shaking shake shakes tremble trembles flinch flinches hide
    hides hiding hid fear frightened nightmares cry cries crying cried screaming scream screams yelling
    wont sobbing worried worry unsafe danger dangerous | miedo asustado asustada asusta asustan terror
    tiembla temblar temblando esconde escondo escondemos escondida esconder llora lloro llorando llorar
    grita gritos gritan pesadillas panico temor preocupa preocupada preocupado peligro peligroso
lock: lock locks locked door doors closet basement room window chained barricade | llave candado cierra
    cierro encierra encierran encerro encerrada encerrado puerta puertas closet ropero sotano cuarto
    ventana cadena tranca
kill: kill kills killed killing killin murder murdered shoot shoots shooting shot shooter stab stabbed
    stabbing bomb bombing explode blow burn smoke smoked clap clapped slash slit execute massacre
    bloodbath bodies body unalive unalived | matar mata mato mate matan matando matarlo matarla matarme
    matarte matarnos dispara disparar disparo disparos balacera balacear tiroteo apunalar apunala picar
    picarlo pican quemar quemo explotar explota volar tronar quebrar quebrarlo plomazo plomazos balazo
    balazos tirotear masacre muertos muerto cadaver despachar cargarse chingarse degollar asesinar
    rafaguear
hurt: hurt hurts hurting harm harming get getting revenge payback regret pay sorry end destroy | lastimar
    lastima lastimarlo dano danar hacerle venganza vengar pagar paguen arrepentir acabar desquitar cobrar
    partir romper
warn: warned warning watch stay home come skip dont see youll remember wait promise gonna bout finna imma
    ima | veran ver vengan avisado advierto avisen quedense cuidense acuerdense sabran esperen vayan
    falten sabras enteraran
list: list names name map plan plans planned planning drew draws drawing drawings wrote written counted
    practiced notebook journal poem essay | lista nombres plano mapa croquis plan planes planeando dibujo
    dibujos dibuja escribio escrito apunto cuaderno libreta cruces contando
weapon: gun guns glock glocks pistol pistols rifle rifles shotgun strap strapped blick blicky pole heater
    heat piece ar ak firearm firearms knife knives blade blades switchblade machete bayonet ammo bullet
    bullets shells clip magazine grenade bomb bombs explosive explosives powder fuse brass knuckles taser
    bat shank boxcutter razor hatchet axe weapon weapons bb loaded holster | pistola pistolas fusca fuscas
    cuete cuetes cohete arma armas armado armada rifle rifles escopeta cuerno metralleta revolver cuchillo
    cuchillos navaja navajas fierro fierros machete machetes filero puntas punal bala balas tiros cargador
    bomba bombas polvora explosivo explosivos mecha chimba corvo corvos glock cuchilla bate manopla boxer
    plomo hechiza calibre escuadra
carry: bring brings bringing brought carry carries carrying carried packing pack packed waistband waist
    backpack bag bags locker glovebox drawer pocket purse mattress trunk lunchbox sock hid stash showed
    shows showing flashed flashing pulled pulls pointed points pointing | trae traen trajo traer trajeron
    traia carga cargan cargando cargaba lleva llevan llevo llevar cintura pretina mochila mochilas
    casillero lonchera guantera cajon bolsa bolsillo colchon cajuela saco ensena ensenando enseno mostro
    presume presumiendo apunto apunta apuntando escondio
die: die dies dying died dead death suicide suicidal kms unalive overdose grave funeral heaven afterlife
    jump bridge rope noose hang hanging tracks | morir morirme muero muera muerta muerto muerte suicidio
    suicidar suicidarme suicida matarme quitarme colgar colgarme colgarse aventarme tirarme puente soga
    lazo mecate tumba cielo velorio funeral vias tren
vanish: disappear vanish gone exist existing existed born here anymore around wake waking sleep forever
    end ending over done without better burden miss notice matter point | desaparecer desaparezco existir
    existiera nacido despertar despertarme despierte dormir dormirme siempre acabar acabara terminar
    termine estorbo carga sobro extrane extranar faltas fin estuviera aqui
bye: goodbye bye goodbyes farewell last letter letters note notes forgive sorry remember gave giving give
    gets keep take | adios despedir despedida despedirme despidio carta cartas nota ultima ultimo ultimos
    perdon perdonen regalo regalando regale reparte reparti cuiden quedate
sad: tired empty numb hopeless worthless useless hate hates alone lonely nothing cant anymore sick pain
    depressed sad point care cares | cansado cansada vacio vacia harto harta inutil odio odia solo sola
    nada puedo aguanto dolor deprimido deprimida triste tristeza sirvo importa ganas
cut: cut cuts cutting cutter razor blade sharpener scissors scratch scratches scratched burn pills swallow
    swallowed took bottle tylenol bleach | corta corto cortarme cortandome cortarse cortadas cortes navaja
    sacapuntas tijeras rasguna rasguno quema pastillas trago tomo frasco cloro
hungry: hungry hunger starving starve food eat eats eating ate fridge refrigerator dinner supper meal
    meals ramen crackers ketchup cereal scraps trash dumpster skinny thin dizzy pantry snack snacks
    leftovers | hambre comida comer come comen comemos comio comido cena cenar cenamos refri refrigerador
    tortilla tortillas galletas sopa sobras basura flaco flaca flaquito mareo alacena desayuna desayuno
alone: alone ourselves myself himself herself themselves nobody home left leaves leave gone days weekend
    nights since yet hours unattended unsupervised | solo sola solos solitos solitas nadie deja dejan dejo
    dejaron fue dias noche noches fin horas todavia regresa vuelve
care: care taking watch watches watching diapers diaper bottle feed feeds feeding bathe bath raise raising
    cook cooks dress | cuido cuida cuidan cuidando cuidar panales panal leche biberon mamila bano bana
    bananlos cocino cocina cambio vestir criando dormir
home: house home apartment trailer garage shed basement motel hotel shelter tent car van truck couch floor
    evicted eviction homeless street campground park | casa apartamento traila traile cochera garage
    galera sotano motel hotel albergue tienda carpa carro troca van sillon piso desalojo desalojaron calle
    parque lamina
cold: heat heater cold lights electricity power water shut off freezing coat blanket blankets snow winter
    stove mold rats roaches | calefaccion frio luz agua gas cortaron cobija cobijas chamarra nieve
    invierno estufa estufita hielo moho ratas cucarachas mojado
sick: medicine meds insulin inhaler doctor hospital tooth teeth fever rash lice infected infection seizure
    seizures asthma sick cough smell smells dirty filthy clothes | medicina medicinas insulina inhalador
    doctor hospital muela muelas fiebre piojos infectado infeccion convulsion convulsiones asma enfermo
    enferma tos huele sucio sucia ropa sarpullido pus
out: passed unconscious wake woke waking asleep floor slumped nodding lips foam foaming breathing overdose
    overdosed od odd narcan ambulance vomit vomiting puke puked throwing seizing | desmayo desmayado
    desmayada despierta despierto despertar dormido dormida tirado tirada inconsciente labios morado
    morados azul espuma respira sobredosis narcan ambulancia vomito vomitando vomita convulsiono
drug: pill pills perc percs perk perks xan xans xanax fent fentanyl fetty blues m30 m30s oxy adderall addy
    meth crystal ice coke cocaine crack heroin weed edible edibles gummy gummies cart carts dab dabs pen
    vape vapes vaping lean molly acid shrooms drug drugs drunk drink drinks drinking drinkin vodka beer
    beers whiskey liquor alcohol bottle high stoned wasted hammered needle needles syringe syringes foil
    pipe powder snort snorting huff huffing spray smoke smoking smokes thc joint joints | pastilla
    pastillas pasta pastas perico m30 fentanilo fenta cristal hielo coca cocaina piedra heroina chiva mota
    marihuana hierba gomitas vape vapea vapeo vapean vapor droga drogas drogado drogada drogandose drogan
    borracho borracha borrachos tomado tomada toma toman tomando alcohol cerveza cervezas caguama guaro
    vodka tequila licor pisto cususa jeringa jeringas aluminio foco pipa polvo inhala inhalan inhalando
    resistol thinner solvente chemo monear tachas crico churro puro cigarro fuma fuman fumando pedo peda
    bolo bola cuete grifo pasado
sell: sell sells selling sold deal deals dealing dealer plug slanging buy bought buying trade free cashapp
    venmo pass passing passed hands giving offers offered dollars money | vende venden vender vendiendo
    vendio compra compran compro regala regalan conecta tiendita ofrece ofrecen ofrecio pasa pasan reparte
    dinero deben pesos dolares feria pisto lana
drive: drive drives driving drove swerve swerving swerved car wheel carpool crash hit curb keys | maneja
    manejan manejando manejar manejo volante carro choco chocar chocamos banqueta
run: run runs running ran runaway leave leaving left away bus ticket tickets hitchhike hitch packed pack
    backpack escape escaped sneak sneaking window bounce dip dipping missing search found kicked threw
    thrown throw out state states california texas mexico | huir huyo huyendo escapar escape escapo
    escaparme escaparse irme irse voy largarme largar largo fugar fugo fugarse boleto boletos camion
    mochila maleta maletas ventana regreso regresa vuelvo vuelva desaparecio desaparecida perdida perdido
    busca buscando corrio corrieron echo echaron corren frontera pueblo saco ahorros
meet: meet meeting met meetup pick picking picks waiting wait waits gonna coming get gets drive station
    airport | recoger recoge recogerme encontrar encontrarnos vernos quedar quede espera esperando esperar
    viene venir terminal estacion pasar llevar llevarme
extort: blackmail post posted posting leak leaked leaking spread send sending sends sent more pay money
    show threatens threatened threatening threats threaten | chantaje chantajea publicar publica subir
    sube pasar compartir manda mandar mande mandan mandarle enviar dinero amenaza amenazan amenazo
    amenazas amenazando amenazaron extorsion
stalk: follow follows followed following waits waiting outside knows live lives address stalk stalks
    stalking stalker watching parked truck corner walk walks | sigue siguen siguio siguiendo persigue
    espera esperan afuera sabe donde vivo vivimos direccion acecha vigila estacionado esquina camino
    rondando
bully: bully bullies bullied bullying jumped gang ganged push pushes pushed trip trips tripped spit spits
    spat hair locked toilet shower bathroom recess locker fake names call calls called freak kill yourself
    | bullying acoso acosan molesta molestan burla burlan burlas escupe escupen escupieron jalan pelo
    encierran bano recreo apodos apodo dicen mojado gorda joto rodean acorralan bajan
serious: serious seriously real fr frfr joke joking jk kidding cap ong god lie lying meant means swear
    prank playing drill | serio broma bromas bromeando neta veras verdad juego jugando mentira juro cuento
    chiste relajo deveras
help: help pls please plz check someone somebody call called police cops cps report reported talk
    counselor today asap urgent 911 need | ayuda ayuden ayudenme ayudenla auxilio porfavor favor porfa xfa
    alguien llamen llame policia trabajadora hablen hablar reporte urgente hagan vayan
night: night nights midnight sleeps asleep sleep dark 2am 3am late weekend weekends visits visit every
    when always whenever | noche noches madrugada dormir dormido oscuro fin semana domingos sabados
    visitas cada cuando siempre
when: tomorrow tmrw tonight friday monday tuesday wednesday thursday lunch period homecoming assembly
    graduation next week | manana viernes lunes martes miercoles jueves hoy lonche receso graduacion
    proxima semana baile kermes
place: school bus stop hallway cafeteria gym classroom class parking lot bathroom restroom | escuela bus
    camion parada pasillo cafeteria gimnasio salon clase estacionamiento bano
gang: gang crips bloods set opps opp beef hood turf initiation cartel | pandilla pandillas mara maras
    marero mareros barrio clica cartel sicario renta impuesto brincar sureno
money: rent bills paycheck job work works shift shifts jail prison arrested court custody cps deported ice
    | renta biles trabajo trabaja carcel prision preso arrestaron corte custodia migra deportaron
policy: should need needs more add install policy policies rule rules program programs training trainings
    drill drills lesson lessons detector detectors officer officers cameras assembly assemblies teach
    taught teaching learn class unit week month campaign poster posters budget bond survey support fund
    funding | deberian debe deben necesitamos hace falta pongan agreguen poner mas politica reglas regla
    programa programas entrenamiento capacitacion simulacro simulacros leccion detector detectores guardia
    guardias camaras asamblea ensenar ensenen campana semana taller talleres platica platicas presupuesto
    encuesta apoyo fondos ley
praise: thanks thank thankful grateful great good love loved loves awesome amazing best appreciate proud
    kudos happy glad helped excited fun nice favorite enjoyed better improved | gracias agradezco
    agradecida agradecido excelente bueno buena buenos encanta encanto gusta gusto gustan bonito bonita
    felicidades feliz contento contenta mejor ayudo divertido chido padre genial orgulloso orgullosa rico
    rica
fiction: movie movies book books novel chapter game games video play musical theater drama history war
    museum essay poem song lyrics episode show series character scene story read reading cartoon minecraft
    fortnite netflix tv film comic anime halloween costume zombie | pelicula peliculas libro libros novela
    capitulo juego juegos videojuego obra teatro historia guerra museo ensayo poema cancion episodio serie
    personaje escena cuento leer leimos caricatura tele disfraz zombi lectura mito leyenda
sport: team soccer football basketball baseball volleyball wrestling track swim coach game season goal
    score scored shot shots tackle defense practice court field ball tournament match win won lost
    championship referee | equipo futbol basquet beisbol voleibol lucha pista goles gol cancha partido
    torneo pelota balon ganar ganamos perdimos penal porteria arbitro entrenamiento campeonato temporada
accident: accident accidentally fell slipped tripped slide swing scooter bike bee stung allergy allergic
    peanut bandaid nurse splinter sprained knee ankle playground nosebleed | accidente cai cayo resbalo
    resbale columpio resbaladilla bici bicicleta abeja alergia alergico cacahuate curita enfermera rodilla
    tobillo raspe tropece espinada sin querer
joke: lol lmao haha laughing laugh laughed funny joke lolol | jaja jajaja risa reir chistoso chiste reimos
    jajaj
safe: safe nobody none fine ok okay false alarm drill normal nothing happened calm | seguro segura nadie
    bien falsa alarma tranquilo tranquila nada paso normal
school: homework grade grades test tests math science art music band choir schedule schedules start time
    phone phones wifi chromebook lunch lines parking fees fee uniform dress code field trip trips library
    recess desks chairs building roof paint heat ac | tarea tareas calificaciones calificacion examen
    examenes mate matematicas ciencias arte musica banda coro horario horarios celular celulares wifi
    computadora fila filas cuota cuotas uniforme paseo biblioteca recreo pupitres sillas edificio techo
    pintura clima salones
subject: i me my mine myself im ive id we us our | yo me mi mis conmigo nos nuestro nuestra nosotros
other: he she they him her his them their | el ella ellos ellas lo la le les su sus
neg: no not never dont didnt doesnt isnt wasnt cant wont aint nobody none | no nunca nadie ni nada tampoco
    sin
should: should could would please more less instead | deberia deberian podrian ojala quisiera pidan
"""


def _concepts() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    name = ""
    for line in _WORDS.strip().splitlines():
        if not line.startswith(" "):
            name, _, line = line.partition(":")
        for word in line.replace("|", " ").split():
            found.setdefault(word, []).append(name)
    return {word: tuple(sorted(set(names))) for word, names in found.items()}


CONCEPTS_OF: Mapping[str, tuple[str, ...]] = _concepts()
"""The concepts of each word."""
