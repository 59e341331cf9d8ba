"""Given names that are frequent in the United States and in Spanish, without accents."""

from typing import Final

_NAMES: Final = """
    aaron adam adrian adriana alan alejandra alejandro alex alexander alexis alfredo alice alicia alyssa
    amanda amber amy ana andrea andres andrew angel angela anna anne anthony antonio ariana armando arthur
    arturo ashley austin barbara beatriz benjamin beth betty brandon brenda brian bruce bryan carla carlos
    carmen carol carolina caroline catherine cecilia cesar charles chris christian christina christine
    christopher claudia connor craig cristian cristina cynthia daniel daniela david deborah denise dennis
    diana diane diego donald donna dorothy dylan edgar eduardo edward elena elizabeth emily emma enrique
    eric erica erika ernesto esteban ethan eva evelyn fatima felipe fernanda fernando francisco frank
    gabriel gabriela george gerardo gloria grace graciela gregory guadalupe guillermo gustavo hannah hector
    helen henry hugo ian ignacio irma isaac isabel isabella ivan jack jacob jacqueline jaime james jane
    janet jason javier jean jeff jeffrey jennifer jeremy jessica jesus joan joe joel john jonathan jordan
    jorge jose joseph joshua josue juan juana juanita judith judy julia julian julie julio justin karen
    karina karla katherine kathleen kayla keith kelly kenneth kevin kim kimberly kyle larry laura lauren
    leonardo leslie leticia linda lisa logan lorena lori lucas lucia lucy luis luisa luz madison manuel
    marcela marco marcos marcus margaret margarita maria mariana mario maribel marilyn marisol mark marta
    martha martin mary mateo matthew mayra megan melissa mercedes michael michelle miguel miriam mohamed
    mohammed monica nancy natalia natalie nathan nicholas nicole noah norma olga olivia omar oscar pablo
    pamela patricia patrick paul paula pedro peter rachel rafael ramon raquel raul raymond rebecca ricardo
    richard robert roberto robin rocio rodrigo roger ronald rosa rosario ruben ruth ryan samantha samuel
    sandra santiago sara sarah scott sean sebastian sergio sharon shirley silvia sofia sonia sophia
    stephanie stephen steven susan susana sylvia tammy tanya teresa terry thomas timothy tina tom tyler
    valentina valeria vanessa veronica victor victoria vincent virginia walter wendy william xavier ximena
    yesenia yolanda zachary
"""
GIVEN_NAMES: Final = frozenset(_NAMES.split())
"""By these a column of names of people is known whose own name does not say so."""
