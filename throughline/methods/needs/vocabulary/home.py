"""Needs of food, home and money."""

from typing import Final

from throughline.methods.needs.need import Need

HOME: Final = (
    Need(
        code="food",
        kinds=("food", "basic-needs"),
        names="food, food pantry, pantry, food bank, groceries, grocery, meal, meals, free meals, free "
        "lunch, soup kitchen, hot meal, food box, food boxes, food distribution, mobile pantry, produce, "
        "lunch, breakfast, dinner, supper, snack, snacks, summer meals, weekend food, backpack food, "
        "grocery store, supermarket, food delivery, meals on wheels, nutrition, community garden, "
        "thanksgiving dinner; comida, comidas, alimento, alimentos, despensa, despensas, banco de comida, "
        "banco de alimentos, comedor, mandado, lonche, lonches, almuerzo, desayuno, cena, víveres, comida "
        "gratis, canasta de comida, nutrición, huerto comunitario, frutas, verduras, leche, comestibles, "
        "supermercado, alimentación, merienda, meriendas, canasta básica, milk, vegetables",
        said="hungry, hunger, eat, eating, something to eat, feed, feed my kids, feeding, starving, stretch "
        "food, food runs out, run out of food, ran out of food, fridge is empty, empty fridge, hambre, "
        "comer, algo de comer, dar de comer, alimentar, no alcanza para comer, no alcanza la comida, no me "
        "alcanza para la comida, refri vacío, bolsa de comida, caja de comida",
        cannot_wait="no food, nothing to eat, out of food, havent eaten, starving, no food in the house, "
        "kids are hungry, we are hungry, dont have food, dont have any food, no tenemos qué comer, "
        "no tengo qué comer, sin comida, no hay comida, no tenemos comida, no tengo comida, "
        "no hemos comido, tenemos hambre, tienen hambre, nada que comer, nada de comer, no hay qué comer, "
        "qué darles de comer, se nos acabó la comida, se acabó la comida",
        is_vital=True,
    ),
    Need(
        code="food-benefits",
        kinds=("food", "basic-needs"),
        names="food stamps, snap, ebt, wic, food assistance, food benefits, free and reduced lunch, "
        "reduced lunch, school lunch, lunch money, summer ebt, p ebt; estampillas, estampillas de comida, "
        "cupones de comida, asistencia de alimentos, lonche gratis, almuerzo escolar, tarjeta ebt, "
        "programa wic",
        said="apply for food stamps, owe lunch money, lunch debt, cupones, aplicar para estampillas, "
        "pagar el lonche, lonche de la escuela",
        is_vital=True,
    ),
    Need(
        code="clothing",
        kinds=("basic-needs",),
        names="clothes, clothing, coat, coats, jacket, jackets, shoes, boots, winter clothes, underwear, "
        "socks, uniform, uniforms, gloves, hats, clothing bank, clothing closet, thrift, prom dress; ropa, "
        "vestimenta, abrigo, abrigos, chamarra, chamarras, chaqueta, zapatos, botas, ropa de invierno, ropa "
        "interior, calcetines, uniforme, uniformes, guantes, gorro, ropero, suéter, suéteres, pantalones, "
        "pants, jeans, sudadera, sudaderas, playera, playeras, camiseta, camisetas, pantalón, sweater, "
        "sweaters, hoodie, mittens, mitones, bufanda",
        said="warm clothes, snow boots, sneakers, outgrew, nothing to wear, winter coat, ropa usada, "
        "ropa abrigada, no tiene zapatos, ropa para la escuela, le quedan chicos",
        weak="tenis, wear, winter, invierno",
    ),
    Need(
        code="baby-supplies",
        kinds=("basic-needs", "child-care"),
        names="diaper, diapers, wipes, baby formula, formula, crib, car seat, car seats, stroller, "
        "baby supplies, baby clothes, bottles, pull ups, pampers; pañal, pañales, toallitas, fórmula, "
        "leche de fórmula, leche para bebé, cuna, asiento de bebé, asiento para el carro, silla de carro, "
        "carriola, cochecito, mamila, mamilas, pañalera, biberón, biberones, ropa de bebé, pamper, huggies",
        said="diaper bank, out of diapers, cosas para bebé, cosas para mi bebé, things for the baby, "
        "se me acabaron los pañales",
        weak="baby, bebé, newborn, recién nacido, infant",
        is_vital=True,
    ),
    Need(
        code="household-goods",
        kinds=("basic-needs",),
        names="furniture, bed, beds, mattress, blankets, blanket, sheets, stove, refrigerator, fridge, "
        "washer, laundry, hygiene, hygiene products, toiletries, soap, shampoo, deodorant, toothbrush, "
        "toothpaste, toilet paper, feminine products, pads, tampons, menstrual products, period products, "
        "cleaning supplies, couch, bedding, laundromat, microwave, dishes, towels, shower, showers, "
        "haircut, haircuts, toys, christmas gifts, christmas, presents; muebles, mueble, cama, camas, "
        "colchón, colchones, cobija, cobijas, frazada, frazadas, mantas, sábanas, microondas, trastes, "
        "estufa, refrigerador, refri, lavadora, lavandería, higiene, artículos de higiene, jabón, champú, "
        "desodorante, cepillo de dientes, pasta de dientes, papel de baño, toallas sanitarias, toallas "
        "femeninas, toallas, productos de limpieza, sofá, regadera, bañarse, juguetes, navidad, regalos de "
        "navidad, corte de pelo",
        said="sleeping on the floor, wash clothes, duermen en el piso, dormimos en el piso, lavar ropa, "
        "lavar la ropa, personal care, gifts for kids, regalos",
    ),
    Need(
        code="school-supplies",
        kinds=("basic-needs", "academic-help"),
        names="school supplies, backpack, backpacks, bookbag, notebooks, pencils, crayons, calculator; "
        "útiles, útiles escolares, mochila, mochilas, libretas, cuadernos, lápices, materiales escolares, "
        "calculadora",
        said="supplies for school, back to school, regreso a clases, cosas para la escuela, "
        "materiales para la escuela, school fees, supply list, lista de útiles, colores para la escuela, "
        "field trip money",
        weak="supplies, materiales",
    ),
    Need(
        code="technology",
        kinds=("basic-needs", "academic-help"),
        names="internet, wifi, wi fi, laptop, laptops, chromebook, computer, computers, hotspot, cell "
        "phone, cellphone, tablet, phone bill; computadora, computadoras, celular, tableta, compu, "
        "ordenador, teléfono celular, internet barato",
        said="computer for school, computadora para la escuela, no internet, sin internet, phone service, "
        "phone plan, bil del teléfono, computadora para tarea",
    ),
    Need(
        code="rent",
        kinds=("basic-needs",),
        names="rent, rental assistance, rent assistance, housing, apartment, apartments, eviction, evicted, "
        "section 8, housing voucher, mortgage, affordable housing, landlord, tenant, lease, deposit, "
        "security deposit; renta, vivienda, apartamento, apartamentos, departamento, desalojo, desalojar, "
        "alquiler, alquileres, arriendo, arrendamiento, inquilino, inquilina, casero, lanzamiento, "
        "hipoteca, depósito, dueño de la casa, asistencia de renta, ayuda con la renta, casa barata, motel, "
        "hotel, trailer, traila",
        said="behind on rent, pay rent, cant pay rent, cannot pay rent, late on rent, find a place to live, "
        "place to live, need a place to live, somewhere to live, moving, no house, no puedo pagar la renta, "
        "no pude pagar la renta, pagar la renta, atrasados con la renta, debo renta, alquilar, alquilo, "
        "arrendar, arriendan, alquilan, pagar el alquiler, no puedo pagar el alquiler, no puedo pagar el "
        "arriendo, pagar el arriendo, debo el alquiler, atrasados con el alquiler, renting, housing "
        "assistance, un lugar para vivir, lugar donde vivir, buscando casa, casa para rentar, rentar, "
        "rentar un cuarto, mudarnos, donde vivir, living with relatives, doubled up, too many people in, "
        "couch surfing, vivimos con familiares",
        weak="house, home, casa, hogar, cuarto, room, living",
        cannot_wait="being evicted, getting evicted, eviction notice, facing eviction, evicted tomorrow, "
        "evicting us, nos van a sacar, nos van a correr, nos quieren sacar, aviso de desalojo, "
        "nos están desalojando, orden de desalojo",
        is_vital=True,
    ),
    Need(
        code="shelter",
        kinds=("basic-needs",),
        names="shelter, shelters, homeless, homelessness, mckinney vento, transitional housing, "
        "warming center; refugio, albergue, albergues, sin hogar, desamparad@, sin techo, techo, runaway, "
        "safe house",
        said="place to stay, place to sleep, somewhere to sleep, somewhere to stay, safe place, "
        "where to sleep, somewhere safe, runaway teen, ran away, donde dormir, lugar para dormir, "
        "lugar donde quedarnos, donde quedarme, donde quedarnos, donde pasar la noche, lugar seguro, "
        "se fue de la casa, dónde quedarse",
        weak="stay, sleep, dormir, quedarme, quedarnos",
        cannot_wait="nowhere to sleep, nowhere to go, nowhere to stay, nowhere to live, no place to go, "
        "no place to stay, no place to sleep, no place to live, kicked out, kicked us out, kicked me out, "
        "thrown out, threw us out, living in our car, living in car, living in the car, "
        "sleeping in the car, sleeping in car, sleeping in our car, sleeping outside, we are homeless, "
        "lost our home, lost our house, house burned down, fire burned, living in a motel, "
        "staying in a motel, staying in a hotel, put us out, no tenemos dónde dormir, "
        "no tengo dónde dormir, no tenemos dónde vivir, no tengo dónde vivir, no tenemos casa, "
        "no tengo casa, no tenemos dónde quedarnos, no tengo dónde quedarme, nos corrieron, nos echaron, "
        "nos sacaron, me corrieron de la casa, me echaron, corrieron de la casa, dormimos en el carro, "
        "durmiendo en el carro, vivimos en el carro, viviendo en el carro, viviendo en la calle, "
        "nos quedamos sin casa, perdimos la casa, se quemó la casa, se nos quemó, vivimos en la calle, "
        "dormimos en la calle, nos quedamos en la calle, living on the street, sleeping on the street, "
        "staying on the street",
        is_vital=True,
    ),
    Need(
        code="safety",
        kinds=("basic-needs", "mental-health"),
        names="violence, victim, victims, domestic abuse, child abuse, abuse, restraining order, "
        "protection order, stalking, sexual assault, rape, trafficking, neglect; violencia, víctima, "
        "víctimas, maltrato, orden de protección, orden de restricción, violación, abuso sexual, abuso, "
        "trata de personas",
        described="violence, violencia, shelter, refugio, safe place, safe house, lugar seguro, albergue, "
        "victim, víctima, survivor, safehouse",
        said="safe, unsafe, escape, leave my husband, leave my boyfriend, leave my partner, threatens, "
        "threatened, afraid of my husband, scared of my husband, afraid of my boyfriend, afraid of my "
        "partner, controlling, gangs, gang, pandillas, pandilla, segura, seguro en casa, escapar, dejar a "
        "mi esposo, amenaza, miedo a mi esposo, tengo miedo de mi, dejar a mi pareja, golpes, maltrata, "
        "sobreviviente, survivor",
        weak="danger, peligro, husband, esposo, threat",
        cannot_wait="domestic violence, family violence, domestic abuse, abusive, abusive relationship, "
        "sexual assault, rape, battered, violencia doméstica, violencia familiar, violencia intrafamiliar, "
        "violencia en casa, violencia en el hogar, abuso sexual, me amenaza, threatens me, chokes me, "
        "choked me, slaps me, punches me, kicks me, pushes me, abuses me, abused me, hits my mom, "
        "hits my daughter, hits my son, hits my children, hits his wife, beats my mom, esposo pega, "
        "esposo golpea, esposo violento, marido pega, marido golpea, pareja pega, pareja golpea, "
        "novio pega, novio golpea, le pega a mi mamá, golpea a mi mamá, me ahorca, me agrede, agresor, "
        "abusador, golpeador, golpeada, maltratada, me abusa, husband hits, boyfriend hits, partner hits, "
        "hits me, hit me, hitting me, beats me, beat me, hurts me, hurting me, hits my kids, "
        "hits us, not safe, not safe at home, unsafe at home, in danger, afraid to go home, "
        "scared to go home, me pega, nos pega, me golpea, nos golpea, me golpeó, me pegó, me maltrata, "
        "nos maltrata, no estoy segura en mi casa, en peligro, corro peligro, miedo de regresar a casa, "
        "husband hit, abusing me, me quiere matar, raped me, was raped, me violó, got a gun",
        is_vital=True,
    ),
    Need(
        code="utilities",
        kinds=("basic-needs",),
        names="utilities, utility, utility bill, electric bill, electricity, heating, heat, light bill, gas "
        "bill, water bill, leap, energy assistance, power bill, bills, heater, furnace, propane, "
        "weatherization, energy bill, energy bills, air conditioning, air conditioner; luz, electricidad, "
        "calefacción, calentón, biles, bil, recibo de luz, recibo de la luz, recibos, factura de luz, "
        "factura del agua, facturas, aire acondicionado, calefón, servicios públicos, pagar la luz, gas, "
        "calefactor, xcel, firewood, leña",
        said="power shut off, power off, electric shut off, shut off notice, shutoff, lights off, "
        "lights cut off, lights got cut, no heat, pay bills, help with bills, keep the lights on, "
        "turn on the lights, luz cortada, cortar la luz, cortaron la luz, sin luz, sin agua, sin gas, "
        "no tenemos luz, no tengo luz, pagar biles, pagar los biles, cuenta de luz, cuenta del agua, "
        "pagar el agua, cortaron el agua, cortaron el gas, hace frío en la casa, water shut off, "
        "water turned off, power turned off, electricity turned off, gas turned off, cold house",
        weak="power, lights, water, agua, frío, cold, bill, disconnect, electric",
        is_vital=True,
    ),
    Need(
        code="money",
        kinds=("basic-needs",),
        names="financial assistance, financial help, cash assistance, tanf, emergency funds, welfare, debt, "
        "budgeting, loan, loans, bank account, tax help, taxes, child support, burial, funeral, funeral "
        "costs, benefits; ayuda económica, ayuda financiera, asistencia económica, deudas, presupuesto, "
        "préstamo, préstamos, impuestos, manutención, gastos funerarios, beneficios, low income, bajos "
        "ingresos, poor",
        said="no money, lost my job, husband lost job, laid off, cant pay, cannot pay, cant afford, "
        "behind on bills, broke, make ends meet, single mom, single mother, paycheck, sin dinero, "
        "no tengo dinero, no tenemos dinero, perdí mi trabajo, me quedé sin trabajo, perdió el trabajo, "
        "no puedo pagar, no me alcanza, no nos alcanza, madre soltera, mamá soltera, no alcanza el dinero",
        weak="money, dinero, pay, pagar, cash, afford, expensive, income",
        is_vital=True,
    ),
    Need(
        code="transportation",
        kinds=("basic-needs",),
        names="transportation, transport, bus, buses, bus pass, bus passes, bus stop, ride, rides, gas "
        "card, gas money, gas cards, car repair, gas voucher, carpool, transit, taxi, uber, bus tickets, "
        "bike, bicycle, bikes; transporte, transportación, autobús, camión, camión de la escuela, pase de "
        "autobús, pases de camión, aventón, boletos de camión, gasolina, dinero para gasolina, bicicleta, "
        "raite, rait, guagua, pasaje, pasajes, taxis",
        said="get to school, way to school, getting to school, ride to school, missed the bus, no car, "
        "car broke down, take me to, drive me, get to appointments, get to the doctor, no way to get to, "
        "llegar a la escuela, cómo llegar a la escuela, llevarlo a la escuela, "
        "llevar a los niños a la escuela, no tengo carro, no tenemos carro, se descompuso el carro, "
        "llevarme, quien me lleve, arreglar el carro",
        weak="car, carro, troca, truck, drive, van",
    ),
)
