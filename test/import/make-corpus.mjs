// Makes the documents of corpus/ that are not text in UTF-8: node test/import/make-corpus.mjs
import { writeFileSync } from 'node:fs';
import { linesFrom, pdfFile } from './pdf-file.mjs';
import { bold, note, paragraph, table, wordFile } from './word-file.mjs';

const write = (name, bytes) => writeFileSync(new URL(`corpus/${name}`, import.meta.url), bytes);

write(
  'two-columns.pdf',
  pdfFile(
    [
      [
        { x: 60, y: 90, text: 'A charter for the river', size: 20, font: 'F2' },
        {
          x: 60,
          y: 112,
          text: 'Agreed by the seven towns of the valley on 3 June 2026 after two years of talks.',
        },
        ...linesFrom(60, 150, 13, ['Why a charter'], { size: 12, font: 'F2' }),
        ...linesFrom(60, 168, 12, [
          'The river has been straightened four',
          'times since 1850. Each time the towns',
          'upstream gained land and those down-',
          'stream gained floods. The flood of 2021',
          'cost 64 million euros and made the case',
          'for long-term planning.',
        ]),
        ...linesFrom(60, 252, 12, [
          'This charter says what the towns owe',
          'each other. It binds them until 2050, and',
          'any of them may leave it with five years’',
          'notice.',
        ]),
        ...linesFrom(60, 320, 13, ['Room for water'], { size: 12, font: 'F2' }),
        ...linesFrom(60, 338, 12, [
          'By 2035 every town gives back at least',
          'two percent of its area to the river. Mea-',
          'dows come first, then car parks. Nobody',
          'has to leave a house against their will:',
          'the charter’s fund pays the market price',
          'and the move. What a town cannot give',
        ]),
        ...linesFrom(320, 150, 12, [
          'in area it pays in money, 40 euros a',
          'square metre and year.',
        ]),
        ...linesFrom(320, 190, 13, ['Warning'], { size: 12, font: 'F2' }),
        ...linesFrom(320, 208, 12, [
          'The towns share one gauge network.',
          'When it rises by 30 centimetres in an',
          'hour, sirens sound in all seven, not only',
          'in those that expect water.',
        ]),
        ...linesFrom(320, 272, 13, ['Who decides'], { size: 12, font: 'F2' }),
        ...linesFrom(320, 290, 12, [
          'A council of 21 meets twice a year:',
          'three members a town, chosen by lot',
          'from all residents over 16. Its decisions',
          'need two thirds. Minutes are public, and',
          'a long-term budget stands on page one.',
        ]),
        { x: 290, y: 810, text: '1' },
      ],
    ],
    { info: '/Title (untitled.indd) /Producer (hand)', catalog: '/Lang (en-GB)' },
  ),
);

// Three columns below a heading over all of them, a table in the middle, and a box of its own below.
write(
  'leaflet.pdf',
  pdfFile(
    [
      [
        { x: 40, y: 70, text: 'Festival of small films', size: 22, font: 'F2' },
        ...linesFrom(
          40,
          110,
          12,
          [
            'The festival shows sixty films',
            'from twenty countries. None of',
            'them is longer than twelve min-',
            'utes. The jury has five members',
            'and meets in public.',
            'Tickets are sold at the door, from',
            'half an hour before each show.',
          ],
          { size: 9 },
        ),
        ...linesFrom(
          220,
          110,
          12,
          [
            'Every evening ends with a talk.',
            'Directors answer questions, and',
            'subtitles are live in English and',
            'in sign language.',
            'The cinema has places for nine',
            'wheelchairs. Please tell us before',
            'noon if you need one.',
          ],
          { size: 9 },
        ),
        ...linesFrom(
          400,
          110,
          12,
          [
            'Prizes are given on the last night.',
            'The winner gets 3,000 euros and',
            'a week in the editing rooms of',
            'the film school.',
            'Short films by pupils compete for',
            'a prize of their own, a camera',
            'lent for one year.',
          ],
          { size: 9 },
        ),
        { x: 40, y: 230, text: 'Programme', size: 14, font: 'F2' },
        ...linesFrom(40, 255, 16, ['Day', 'Friday', 'Saturday', 'Sunday']),
        ...linesFrom(160, 255, 16, ['Doors', '18.30', '14.00', '11.00']),
        ...linesFrom(300, 255, 16, ['Last film', '22.00', '23.30', '18.00']),
        { x: 40, y: 340, text: 'How to find us', size: 14, font: 'F2' },
        ...linesFrom(40, 362, 13, [
          'The old ropeworks stand behind the fish market. Tram 2 stops at the door; the last one leaves at 0.40.',
          'There are no parking places.',
        ]),
      ],
    ],
    { info: '/Title (Festival)' },
  ),
);

const running = (page) => [
  { x: 60, y: 40, text: 'Lighthouse Trust · Annual report 2025', size: 8 },
  { x: 60, y: 812, text: 'For members and friends', size: 8 },
  { x: 500, y: 812, text: `Page ${page} of 3`, size: 8 },
];
write(
  'report.pdf',
  pdfFile([
    [
      ...running(1),
      { x: 60, y: 120, text: 'Annual report 2025', size: 24, font: 'F2' },
      { x: 60, y: 170, text: '1 The year in short', size: 14, font: 'F2' },
      ...linesFrom(60, 195, 14, [
        'The trust looked after nine lighthouses in 2025, one more than the year before. 41,300 people',
        'visited them, and 212 volunteers gave 9,800 hours. Membership stands at 1,640.',
      ]),
      ...linesFrom(60, 235, 14, ['Three things went well, and one did not:']),
      ...linesFrom(72, 262, 14, ['• The lamp at Skerry Point shines again after 31 years.']),
      ...linesFrom(72, 276, 14, [
        '• The new boat, paid for by members, sails since May and carries school classes out to the',
      ]),
      ...linesFrom(82, 290, 14, ['islands twice a week.']),
      ...linesFrom(72, 304, 14, ['• Paint for all nine towers was given by its maker.']),
      ...linesFrom(72, 318, 14, [
        '• The storm of 14 November took the roof of the keeper’s house at Gull Rock.',
      ]),
      { x: 60, y: 360, text: '2 Money', size: 14, font: 'F2' },
      ...linesFrom(60, 385, 14, [
        'Income was higher than spending for the third year. The surplus goes into the roof fund, which',
        'now holds 88,000 pounds. That is enough for Gull Rock and for the two roofs that the sur-',
      ]),
    ],
    [
      ...running(2),
      ...linesFrom(60, 90, 14, ['veyor called urgent in spring.']),
      ...linesFrom(60, 130, 16, ['Item'], { font: 'F2' }),
      ...linesFrom(260, 130, 16, ['2025'], { font: 'F2' }),
      ...linesFrom(380, 130, 16, ['2024'], { font: 'F2' }),
      ...linesFrom(60, 146, 16, ['Gifts', 'Tickets', 'Grants', 'Upkeep', 'Wages']),
      ...linesFrom(260, 146, 16, ['£142,000', '£96,500', '£40,000', '£171,200', '£61,300']),
      ...linesFrom(380, 146, 16, ['£120,400', '£88,100', '£55,000', '£180,900', '£58,700']),
      { x: 60, y: 260, text: '3 What comes', size: 14, font: 'F2' },
      ...linesFrom(60, 285, 14, [
        'In 2026 the trust will open the tower at Mewstone to visitors, on weekends from June to August.',
        'The climb is 144 steps; children must be taller than one metre.',
      ]),
      ...linesFrom(60, 325, 14, [
        'Members vote on the new statutes at the meeting of 21 March 2026 in the town hall. Papers are',
        'sent out four weeks before.',
      ]),
    ],
    [
      ...running(3),
      { x: 60, y: 100, text: '4 Thanks', size: 14, font: 'F2' },
      ...linesFrom(60, 125, 14, [
        'The trust thanks the coastguard, the pilots, and everyone who scrubbed, painted, rowed and',
        'baked. Lighthouses stand because people do.',
      ]),
    ],
  ]),
);

write(
  'minutes.docx',
  wordFile({
    core: '<dc:title>Document1</dc:title><dc:language>en-GB</dc:language>',
    header: 'Confidential until approved',
    footer: 'Page 1',
    body: [
      paragraph('Minutes of the housing board', { style: 'Title' }),
      paragraph(
        'Meeting of 12 February 2026, 18.00 to 19.40, community hall. Eleven of thirteen members were present.',
      ),
      paragraph('Rents', { style: 'Heading1' }),
      paragraph([
        'Rents rise by 1.8 percent on 1 July',
        note(1),
        '. The board voted nine to two. Tenants hear of it by letter before 1 April.',
      ]),
      table([
        { header: true, cells: ['Flat', 'Rent now', 'Rent from July'] },
        ['One room', '€410', '€417'],
        ['Two rooms', '€560', '€570'],
        ['Three rooms & more', '€690', '€702'],
      ]),
      paragraph('Heating', { style: 'Heading1' }),
      paragraph([
        'The gas boilers in houses 3 to 9 are replaced by one heat pump',
        note(2),
        '. Work begins on 4 May. There will be no warm water for two days a house.',
      ]),
      paragraph('Dates', { style: 'Heading2' }),
      table([
        [[bold('House')], [bold('Without warm water')]],
        ['3 and 5', '6 and 7 May'],
        ['7 and 9', '11 and 12 May'],
      ]),
      paragraph('Any other business', { style: 'Heading1' }),
      paragraph('The bicycle cellar gets a second door.', { list: { id: 1 } }),
      paragraph('The summer party is on 20 June:', { list: { id: 1 } }),
      paragraph('set-up from 14.00', { list: { id: 1, level: 1 } }),
      paragraph('music ends at 22.00', { list: { id: 1, level: 1 } }),
      paragraph('Next meeting: 14 May.', { list: { id: 1 } }),
    ],
    footnotes: [
      'Apart from flats renovated after 2023, whose rents stay as they are.',
      'A pump of 180 kilowatts; the subsidy covers 35 percent of its price.',
    ],
    extra: { 'word/media/image1.png': new Uint8Array([137, 80, 78, 71]) },
  }),
);

write(
  'questions.docx',
  wordFile({
    core: '<dc:title>Questions about the move to the new building</dc:title>',
    language: 'de-DE',
    body: [
      paragraph('Wann ziehen wir um?', { style: 'Heading1' }),
      paragraph(
        'Am letzten Wochenende im Oktober 2026. Die Arbeitsplätze sind ab Montag, dem 2. November, bereit.',
      ),
      paragraph('Was muss ich tun?', { style: 'Heading1' }),
      paragraph('Packen Sie bis Donnerstag alles in die grauen Kisten.', { list: { id: 2 } }),
      paragraph('Kleben Sie auf jede Kiste ein Etikett mit Ihrer Zimmernummer.', {
        list: { id: 2 },
      }),
      paragraph('Nehmen Sie Persönliches selbst mit.', { list: { id: 2 } }),
      paragraph('Gibt es Parkplätze?', { style: 'Heading1' }),
      paragraph('Ja, 120 in der Tiefgarage. 30 davon haben eine Ladesäule.'),
    ],
  }),
);

const utf16 = `Notice to swimmers

The outdoor pool opens on 1 May at 10 o'clock. The water is heated to 23 °C until the end of September.

Prices
Adults pay 5 €, children 2.50 €.
A season ticket costs 75 € and is valid for the sauna – except on Fridays.

“Early birds” may come from 6 on Tuesdays and Thursdays.
`.replaceAll('\n', '\r\n');
write('pool-utf16.txt', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(utf16, 'utf16le')]));

write(
  'ausstellung-latin1.txt',
  Buffer.from(
    `Ausstellung »Nördliches Licht«

Vom 3. März bis zum 24. Mai zeigt das Museum über achtzig Gemälde aus
Privatbesitz. Die meisten waren noch nie öffentlich zu sehen; einige
kehren danach für lange Zeit in Tresore zurück.

Führungen gibt es samstags um 11 und um 15 Uhr. Größere Gruppen melden
sich bitte eine Woche vorher an.

Eintritt: 12 Euro, ermäßigt 8 Euro. Für Schüler ist er frei.
`,
    'latin1',
  ),
);

write(
  'old-page.html',
  Buffer.from(
    `<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><title>Caf\xe9 Zola</title></head>
<body bgcolor=white><table width=600 border=0 cellpadding=0><tr><td colspan=2><font size=5>Caf\xe9 Zola</font></td></tr>
<tr><td width=120 valign=top><a href="index.htm">Start</a><br><a href="karte.htm">Menu</a><br><a href="links.htm">Links</a></td>
<td><font face=Arial>
<h1>New opening hours at the Caf\xe9 Zola</h1>
From 1 April we open at 7 in the morning, an hour earlier than before. On Sundays we open at 9. We close at 18 as ever, except on Thursdays, when the kitchen stays open until 22.
<p>The breakfast menu is served until noon. Our cr\xeapes come with the jam of the day, and the coffee is roasted next door.
<p>We do not take reservations for less than six people. Larger groups call us the day before.
<p><i>Please note:</i> we take cards from 5 euros on.
</font></td></tr>
<tr><td colspan=2 align=center><font size=1>You are visitor 10482</font></td></tr></table></body></html>`,
    'latin1',
  ),
);
