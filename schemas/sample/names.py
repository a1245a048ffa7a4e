"""Names of many cultures, as they stand on English school rolls.

Chosen by hand from names that are common in England and in the communities named; no list of real people was used.
With accents, hyphens, apostrophes and names of two or three words, because real rolls have them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Names:
    """Forenames and surnames of one culture."""

    girls: tuple[str, ...]
    boys: tuple[str, ...]
    surnames: tuple[str, ...]


def _names(girls: str, boys: str, surnames: str) -> Names:
    def split(text: str) -> tuple[str, ...]:
        return tuple(name.strip() for name in text.split(","))

    return Names(split(girls), split(boys), split(surnames))


CULTURES: dict[str, Names] = {
    "british": _names(
        "Olivia, Amelia, Isla, Ava, Lily, Freya, Florence, Willow, Poppy, Evie, Ella, Sophie, Grace, Emily, Daisy, "
        "Phoebe, Rosie, Matilda, Charlotte, Alice, Ruby, Harriet, Eliza, Martha, Bethany, Megan, Niamh, Zoë, Chloë, "
        "Siân, Imogen, Jessica, Lucy, Holly, Molly, Eleanor, Anna-Maria, Mary-Kate, Abigail, Lottie, Maisie, Erin, "
        "Thea, Penelope, Ivy, Nancy, Orla, Robyn, Heidi, Georgia",
        "Oliver, George, Noah, Arthur, Harry, Leo, Jack, Charlie, Oscar, Jacob, Henry, Thomas, Freddie, Alfie, Theo, "
        "William, Joshua, Archie, Ethan, Isaac, Alexander, Joseph, Edward, Samuel, Logan, Daniel, Rhys, Dylan, Owen, "
        "Callum, Finlay, Toby, Luke, Jude, Reuben, Stanley, Albie, Jean-Luc, Tommy-Lee, Billy, Connor, Ewan, Gethin, "
        "Harvey, Jenson, Kai, Matthew, Nathaniel, Rory, Zachary",
        "Smith, Jones, Taylor, Brown, Williams, Wilson, Johnson, Davies, Robinson, Wright, Thompson, Evans, Walker, "
        "White, Roberts, Green, Hall, Wood, Jackson, Clarke, Clark, Harris, Lewis, Turner, Hill, Cooper, Ward, Morris, "
        "Moore, Harrison, King, Baker, Allen, Parker, Edwards, Hughes, Bennett, Cook, Carter, Bailey, Shaw, Marshall, "
        "Ellis, Richardson, Cox, Webb, Rogers, Gray, Stevens, Mills, Knight, Butler, Barnes, Pearson, Fletcher, Dixon, "
        "Hunt, Palmer, Holmes, Lloyd, Smith-Jones, Parry-Williams, Hope-Lang, St John, Fitzgerald, Ashworth, "
        "Featherstone, Higginbotham, Thistlethwaite, MacDonald, McKenzie, Pritchard, Trelawny, Penrose, Kershaw",
    ),
    "irish": _names(
        "Aoife, Saoirse, Niamh, Róisín, Ciara, Caoimhe, Clodagh, Sinéad, Éabha, Fiadh, Gráinne, Maeve, Orlaith, Una",
        "Seán, Conor, Oisín, Cillian, Fionn, Pádraig, Eoin, Declan, Liam, Tadhg, Ciarán, Darragh, Ruairí, Cormac",
        "Murphy, O'Brien, Kelly, O'Connor, Byrne, Ryan, O'Sullivan, Walsh, McCarthy, Doyle, Gallagher, O'Neill, "
        "Doherty, Kennedy, Lynch, Quinn, Maguire, Ní Bhriain, Mac Aodha, Connors, Ward, Cash, Delaney, Rooney, "
        "Brennan, Nolan, Keane, Hegarty",
    ),
    "roma": _names(
        "Shanice, Violet, Elvira, Esmeralda, Kezia, Mercy, Britannia, Loretta, Denisa, Vanesa, Lenka, Rebeka, Sabrina",
        "Levi, Nelson, Elijah, Abraham, Job, Dominik, Patrik, Erik, Ringo, Roman, Kevin, Samuel, Emanuel, Gabriel",
        "Lee, Smith, Price, Boswell, Loveridge, Cooper, Horváth, Horváthová, Balog, Kováč, Gábor, Lakatos, Mirga, "
        "Dunka, Conka, Bandy, Tancoš, Žiga, Buckland, Gray, Hearn, Wells, Young, Penfold, Stanley, Wood, Pavlov, Ilie",
    ),
    "polish": _names(
        "Zuzanna, Maja, Hanna, Julia, Oliwia, Zofia, Wiktoria, Aleksandra, Łucja, Małgorzata, Nikola, Gabriela, Amelia",
        "Jakub, Jan, Antoni, Szymon, Filip, Mikołaj, Łukasz, Kacper, Wojciech, Michał, Oskar, Dawid, Stanisław, Paweł",
        "Nowak, Kowalski, Kowalska, Wiśniewski, Wójcik, Kamińska, Lewandowski, Zieliński, Szymańska, Woźniak, "
        "Dąbrowski, Kozłowski, Jankowski, Mazur, Krawczyk, Piotrowska, Grabowski, Pawłowski, Michalski, Król, "
        "Wieczorek, Jabłoński, Majewska, Adamczyk, Dudek, Stępień, Górski, Rutkowska",
    ),
    "eastern_european": _names(
        "Ioana, Andreea, Ștefania, Sofia, Daria, Emilija, Gabija, Austėja, Elza, Anna, Viktorija, Petra, Nikolett, "
        "Raluca, Bianca, Yana, Kateřina, Milena",
        "Andrei, Ștefan, Matei, David, Luca, Lukas, Jonas, Matas, Dāvis, Emils, Nikola, Aleksandar, Bence, Máté, "
        "Vladislav, Tomáš, Georgi, Răzvan",
        "Popescu, Ionescu, Dumitru, Stan, Munteanu, Rusu, Ciobanu, Kazlauskas, Jankauskaitė, Petrauskas, Bērziņš, "
        "Kalniņa, Ivanov, Ivanova, Georgiev, Dimitrova, Nagy, Kovács, Szabó, Novák, Svobodová, Horvat, Petrović, "
        "Jovanović, Mihăilescu, Țurcanu, Hoxha, Shehu",
    ),
    "ukrainian": _names(
        "Anastasiia, Sofiia, Mariia, Yevheniia, Daryna, Solomiia, Polina, Veronika, Zlata, Kateryna",
        "Artem, Maksym, Oleksandr, Danylo, Bohdan, Tymofii, Mykhailo, Nazar, Denys, Illia",
        "Shevchenko, Kovalenko, Bondarenko, Tkachenko, Kravchenko, Oliinyk, Melnyk, Polishchuk, Lysenko, Moroz, "
        "Rudenko, Savchenko, Petrenko, Marchenko, Klymenko, Pavlenko, Koval, Havryliuk, Ponomarenko, Vasylenko, "
        "Zakharchenko, Levchenko, Panchenko, Hrytsenko, Sydorenko, Yurchenko, Bilous, Kuzmenko",
    ),
    "southern_european": _names(
        "Inês, Beatriz, Mariana, Giulia, Chiara, Lucía, Martina, Eleni, Carmen, Matilde, Sofía, Alba, Despina",
        "João, Tomás, Duarte, Lorenzo, Matteo, Hugo, Álvaro, Nikos, Georgios, Martim, Gonçalo, Leonardo, Andrés",
        "Silva, Santos, Ferreira, dos Santos, de Oliveira, Rossi, Russo, Esposito, Ricci, García, Fernández, López, "
        "Martínez-Ruiz, Papadopoulos, Georgiou, Christodoulou, Costa, Almeida, Conti, De Luca, Romano, Moretti, "
        "Sánchez, Pérez, Andreou, Pereira, Rodrigues, Carvalho",
    ),
    "western_european": _names(
        "Élise, Camille, Léa, Anouk, Greta, Frieda, Linnea, Astrid, Saskia, Femke, Manon, Ingrid, Clémence",
        "Théo, Hugo, Lasse, Jürgen, Lukas, Emil, Bjørn, Sander, Maxime, Émile, Anton, Casper, François",
        "Dubois, Lefèvre, Müller, Schmidt, Schröder, van den Berg, de Vries, Jansen, Andersson, Nielsen, Sørensen, "
        "Hansen, Moreau, D'Arcy, Laurent, Weiß, Bauer, Koch, Peeters, Janssens, Lindqvist, Bergström, Girard, "
        "Fontaine, Rousseau, Keller, Vogel, Hofmann",
    ),
    "turkish": _names(
        "Elif, Zeynep, Defne, Ayşe, Ecrin, Merve, Gül, Nisa, Sıla, Derin, Çiğdem, İpek",
        "Yusuf, Emir, Mustafa, Ömer, Kerem, Mehmet, Çağan, Deniz, Arda, Barış, İbrahim, Kaan",
        "Yılmaz, Kaya, Demir, Çelik, Şahin, Yıldız, Öztürk, Aydın, Arslan, Doğan, Kılıç, Aslan, Çetin, Kara, Koç, "
        "Kurt, Özdemir, Şimşek, Polat, Güneş, Aksoy, Yavuz, Taş, Korkmaz, Bulut, Acar, Tekin, Bozkurt",
    ),
    "pakistani": _names(
        "Aisha, Fatima, Maryam, Zainab, Hafsa, Ayesha, Khadija, Inaya, Amina, Safa, Iqra, Noor, Sumaiya, Zara, Hania, "
        "Eshaal, Aleena, Umm-e-Kulsoom",
        "Muhammad, Ibrahim, Yusuf, Zayn, Hamza, Ali, Hassan, Ayaan, Musa, Bilal, Umar, Haris, Adam, Rayyan, Isa, "
        "Mohammed, Abdul-Rehman, Shahzaib",
        "Khan, Ahmed, Hussain, Malik, Iqbal, Mahmood, Akhtar, Ali, Shah, Mirza, Chaudhry, Begum, Raja, Bhatti, Butt, "
        "Qureshi, Siddiqui, Rehman, Aslam, Bibi, Javed, Kiani, Mehmood, Nawaz, Rafiq, Saleem, Tariq, Zaman",
    ),
    "bangladeshi": _names(
        "Tasnim, Nusrat, Sadia, Maisha, Anisa, Rahima, Sumaiyah, Jannat, Tahmina, Fahmida, Nabila, Samiha",
        "Abdul, Mohammed, Tahmid, Sakib, Rafi, Nahid, Imran, Junaid, Tanvir, Zahid, Ishaq, Kamrul",
        "Miah, Begum, Uddin, Islam, Rahman, Choudhury, Khatun, Ali, Hussain, Ahmed, Alam, Haque, Karim, Sarkar, "
        "Khanom, Akter, Sultana, Talukdar, Hoque, Chowdhury, Islam-Khan, Bhuiyan, Mia, Kabir, Siddique, Rashid, "
        "Mannan, Quddus",
    ),
    "indian": _names(
        "Aanya, Diya, Saanvi, Anaya, Priya, Riya, Jasleen, Simran, Harleen, Meera, Kavya, Isha, Nandini, Tanvi, "
        "Gurpreet, Aditi, Lakshmi, Navya",
        "Arjun, Aarav, Vihaan, Rohan, Dev, Krish, Jaskaran, Harpreet, Gurdeep, Aditya, Ishaan, Neel, Pranav, Kabir, "
        "Veer, Karthik, Shiv, Yuvraj",
        "Patel, Singh, Kaur, Shah, Sharma, Gill, Sandhu, Mistry, Desai, Reddy, Nair, Mehta, Joshi, Iyer, D'Souza, "
        "Fernandes, Rao, Gupta, Kumar, Dhillon, Chauhan, Bains, Varma, Menon, Pillai, Thomas, Mathew, Solanki",
    ),
    "south_asian": _names(
        "Tharushi, Nethmi, Abinaya, Janani, Shreya, Pema, Asmita, Prakriti, Zahra, Parwana, Mursal, Anjali",
        "Kavindu, Sahan, Kavin, Arun, Bibek, Sandesh, Tenzin, Ahmad, Farhad, Navid, Ashwin, Roshan",
        "Perera, Fernando, de Silva, Wickramasinghe, Jayawardena, Sivakumar, Rajaratnam, Selvarajah, Gurung, Rai, "
        "Thapa, Limbu, Shrestha, Ahmadi, Noori, Rahimi, Safi, Stanikzai, Sherzai, Karimi, Bandara, Nadarajah, Magar, "
        "Tamang, Kumarasamy, Ratnayake, Dissanayake, Adhikari",
    ),
    "west_african": _names(
        "Oluwaseun, Temiloluwa, Adaeze, Chidinma, Ama, Akosua, Abena, Blessing, Favour, Ayomide, Ifeoluwa, Esi, "
        "Zainab, Princess, Chiamaka, Kemi",
        "Oluwatobi, Ayodele, Chukwuemeka, Kwame, Kofi, Emmanuel, David, Samuel, Tobi, Kwaku, Daniel, Ebuka, Femi, "
        "Moses, Divine, Kelechi",
        "Adeyemi, Okafor, Okonkwo, Adebayo, Mensah, Owusu, Boateng, Asante, Osei, Eze, Nwosu, Balogun, Ogunleye, "
        "Appiah, Kamara, Sesay, Bangura, Conteh, Oyelaran, Obi, Afolabi, Amoah, Agyeman, Danso, Jallow, "
        "Ceesay, Ogunbanjo, "
        "Okoro-Williams",
    ),
    "east_african": _names(
        "Hodan, Ifrah, Sagal, Ayaan, Nasteho, Fadumo, Selam, Rahel, Bethlehem, Maryan, Hibo, Tsion",
        "Abdirahman, Mohamed, Abdullahi, Guled, Liban, Yonas, Dawit, Natnael, Zakariya, Ismail, Bereket, Ayub",
        "Mohamed, Abdi, Hassan, Ali, Warsame, Farah, Jama, Omar, Yusuf, Abdullahi, Tesfaye, Gebremariam, Haile, Tekle, "
        "Kidane, Mehari, Osman, Elmi, Hersi, Nur, Aden, Isse, Mwangi, Otieno, Wanjiru, Kamau, Ochieng, Mutasa",
    ),
    "central_african": _names(
        "Grâce, Merveille, Gloria, Divine, Naomi, Esther, Tendai, Rutendo, Chipo, Nyasha, Beni, Joyce",
        "Christian, Exaucé, Jordan, Junior, Tinashe, Tatenda, Farai, Caleb, Glody, Josué, Kudzai, Bryan",
        "Mbuyi, Kabongo, Ilunga, Mukendi, Tshibangu, Lukaku, Moyo, Ncube, Sibanda, Dube, Ndlovu, Chikowore, dos Anjos, "
        "Neto, Mutombo, Kalala, Ngoma, Makengo, Banda, Phiri, Mwale, Zulu, Chirwa, Kasongo, Nkosi, Mabika, Bokassa, "
        "Lumumba",
    ),
    "caribbean": _names(
        "Shanelle, Kiara, Tiana, Aaliyah, Renée, Jada, Imani, Destiny, Naomi, Simone, Kezia, Amara",
        "Malachi, Jayden, Tyrese, Marcus, Jermaine, Kymani, Andre, Isaiah, Romario, Dante, Kieron, Elijah",
        "Campbell, Brown, Williams, Grant, Francis, Morgan, Clarke, Gordon, Reid, Henry, Bailey, Thomas, James, "
        "Samuels, Joseph, Charles, Baptiste, St. Louis, Lewis-Grant, Daley, Blake, McKenzie, Powell, "
        "Sinclair, Barrett, Wright, "
        "Pinnock, Bogle",
    ),
    "chinese": _names(
        "Wing-Yan, Hoi-Ching, Xinyi, Yutong, Mei, Ka-Yan, Chloe, Jia, Zihan, Tsz-Ching, Lok-Yi, Siu-Ling",
        "Chun-Hei, Ho-Yin, Haoran, Zixuan, Ka-Ming, Jayden, Yichen, Lok-Hin, Tsz-Lok, Wei, Muchen, Pak-Hei",
        "Chan, Wong, Cheung, Lam, Leung, Li, Wang, Zhang, Chen, Liu, Ng, Ho, Lau, Tang, Yeung, Xu, Zhao, Huang, Lin, "
        "Yu, Au-Yeung, Szeto, Kwok, Tsang, Fung, Zhou, Wu, Yang",
    ),
    "east_asian": _names(
        "Linh, Thảo, Ngọc, Angelica, Maria Clara, Seo-yeon, Yuki, Sakura, Althea, Hannah, Ploy, Siti",
        "Minh, Đức, Hoàng, John Paul, Jericho, Min-jun, Haruto, Ren, Gabriel, Nathan, Anong, Amir",
        "Nguyễn, Trần, Lê, Phạm, Santos, Reyes, dela Cruz, Garcia, Kim, Park, Lee, Tanaka, Suzuki, Sato, Bautista, "
        "Mendoza, Hoàng, Vũ, Đặng, Bùi, Villanueva, Choi, Nakamura, Suwannarat, bin Abdullah, Ramos, Aquino, Castillo",
    ),
    "arab": _names(
        "Layla, Salma, Yasmin, Rania, Malak, Lina, Rahaf, Shahad, Tala, Judy, Nour, Huda",
        "Omar, Karim, Yahya, Khalid, Anas, Ziad, Tamer, Mustafa, Hadi, Faisal, Abdelrahman, Taha",
        "Al-Hassan, El-Sayed, Haddad, Khalil, Mansour, Nasser, Saleh, Al-Masri, Abbas, Ibrahim, Younis, Darwish, "
        "Hamdan, Al-Jabouri, Bensalah, El Amrani, Aziz, Farouk, Al-Khatib, Shaheen, Barakat, Awad, Zidan, "
        "Kassem, Najjar, "
        "Othman, Rashid, Alnaji",
    ),
    "persian_kurdish": _names(
        "Parisa, Shirin, Niloufar, Roya, Zhina, Rojin, Avin, Dilan, Soraya, Mahsa, Nazanin, Helin",
        "Arash, Cyrus, Dara, Kian, Reza, Aram, Karwan, Rebin, Soran, Amir, Behrouz, Shwan",
        "Hosseini, Ahmadi, Karimi, Rezaei, Moradi, Jafari, Rostami, Mohammadi, Qadir, Rasul, Aziz, Hama-Amin, Barzani, "
        "Salih, Faraj, Majid, Kazemi, Sadeghi, Tehrani, Shirazi, Rahmani, Azadi, Hawrami, Mahmud, Bagheri, Ebrahimi, "
        "Zandi, Omer",
    ),
    "latin_american": _names(
        "Valentina, Camila, Isabella, Luana, Antonella, Ximena, Mariana, Thaís, Daniela, Paola, Luciana, Yasmim",
        "Santiago, Mateo, Thiago, Nicolás, Emiliano, Juan Pablo, Enzo, Joaquín, Davi, Samuel, Andrés, Ângelo",
        "Rodríguez, González, Morales, Vargas, Castro, Rojas, Quispe, Herrera, Gómez, Ortiz, de Souza, Lima, Oliveira, "
        "Mendes, Zambrano, Moreno, Cedeño, Torres, Barbosa, Ribeiro, Cárdenas, Mejía, Salazar, Núñez, Araújo, Peña, "
        "Ibáñez, Córdoba",
    ),
}
