const languages = ["en", "de", "fr", "es"];

/** The player's own words, in the order of `languages`. No sentence depends on a number's plural. */
const table = {
  again: "Try again|Noch einmal|Réessayer|Intentar de nuevo",
  change: "Change answer|Antwort ändern|Modifier la réponse|Cambiar la respuesta",
  check: "Check answer|Antwort prüfen|Vérifier|Comprobar",
  choose: "Choose an answer first.|Wähle zuerst eine Antwort.|Choisissez d’abord une réponse.|Elige una respuesta.",
  completed: "Lesson completed|Lektion abgeschlossen|Leçon terminée|Lección completada",
  contents: "Contents|Inhalt|Sommaire|Contenido",
  down: "Move “{item}” down|„{item}“ nach unten|Descendre « {item} »|Bajar «{item}»",
  enter: "Write an answer first.|Schreibe zuerst eine Antwort.|Écrivez d’abord une réponse.|Escribe una respuesta.",
  finish: "Finish|Abschließen|Terminer|Terminar",
  first: "Your first answer counts: {score} of {max} points.|Deine erste Antwort zählt: {score} von {max} Punkten.|" +
    "Votre première réponse compte : {score} sur {max} points.|Cuenta tu primera respuesta: {score} de {max} puntos.",
  hint: "Hint|Tipp|Indice|Pista",
  many: "Choose all that apply.|Wähle alles Zutreffende.|Choisissez tout ce qui convient.|Elige todo lo correcto.",
  moved: "{item}: place {place} of {total}|{item}: Platz {place} von {total}|" +
    "{item} : place {place} sur {total}|{item}: puesto {place} de {total}",
  newTab: "(opens in a new tab)|(öffnet in neuem Tab)|(nouvel onglet)|(en una pestaña nueva)",
  next: "Next|Weiter|Suivant|Siguiente",
  no: "no|nein|non|no",
  noted: "Your answer is noted.|Deine Antwort ist notiert.|Votre réponse est notée.|Tu respuesta está anotada.",
  number: "Write a number, such as {example}.|Schreibe eine Zahl, etwa {example}.|" +
    "Écrivez un nombre, par exemple {example}.|Escribe un número, por ejemplo {example}.",
  partly: "Partly correct|Teilweise richtig|En partie correct|Correcto en parte",
  points: "{score} of {max} points|{score} von {max} Punkten|{score} sur {max} points|{score} de {max} puntos",
  preview: "Preview: nothing is saved|Vorschau, nichts wird gespeichert|Aperçu : rien n’est enregistré|" +
    "Vista previa: no se guarda nada",
  previous: "Previous|Zurück|Précédent|Anterior",
  progress: "Progress|Fortschritt|Progression|Progreso",
  review: "Review the lesson|Lektion noch einmal ansehen|Revoir la leçon|Repasar la lección",
  right: "Correct|Richtig|Correct|Correcto",
  seen: "(seen)|(gesehen)|(vue)|(visto)",
  send: "Send answer|Antwort senden|Envoyer|Enviar",
  step: "Step {place} of {total}|Schritt {place} von {total}|Étape {place} sur {total}|Paso {place} de {total}",
  transcript: "Transcript|Mitschrift|Transcription|Transcripción",
  unanswered: "Unanswered questions: {count}|Fragen ohne Antwort: {count}|Questions sans réponse : {count}|" +
    "Preguntas sin respuesta: {count}",
  unopened: "Steps not opened yet: {count}|Noch nicht geöffnete Schritte: {count}|" +
    "Étapes pas encore ouvertes : {count}|Pasos aún sin abrir: {count}",
  unopenedGo: "Go to the first|Zum ersten|Aller à la première|Ir al primero",
  up: "Move “{item}” up|„{item}“ nach oben|Monter « {item} »|Subir «{item}»",
  worth: "Points: {max}|Punkte: {max}|Points : {max}|Puntos: {max}",
  wrong: "Not quite|Noch nicht richtig|Pas tout à fait|No del todo",
  yes: "yes|ja|oui|sí",

  // Whether answers are kept.
  saved: "Saved|Gespeichert|Enregistré|Guardado",
  saving: "Saving…|Wird gespeichert …|Enregistrement…|Guardando…",
  offline: "Offline: answers are kept and sent later|Offline: Antworten werden später gesendet|" +
    "Hors ligne : réponses envoyées plus tard|Sin conexión: las respuestas se enviarán después",
  waiting: "Signing in again…|Neue Anmeldung …|Nouvelle connexion…|Iniciando sesión de nuevo…",
  stopped: "Saving has ended. Open the lesson again.|Speichern beendet. Öffne die Lektion neu.|" +
    "Enregistrement terminé. Rouvrez la leçon.|Ya no se guarda. Abre la lección de nuevo.",

  // Why there is no lesson.
  failed: "This lesson cannot be shown|Diese Lektion kann nicht gezeigt werden|" +
    "Cette leçon ne peut pas être affichée|Esta lección no se puede mostrar",
  "no-access": "Open the lesson again where you found it.|" +
    "Öffne die Lektion noch einmal dort, wo du sie gefunden hast.|" +
    "Rouvrez la leçon là où vous l’avez trouvée.|Abre de nuevo la lección donde la encontraste.",
  "lesson-not-found": "It is not there or not published.|Es gibt sie nicht, oder sie ist nicht veröffentlicht.|" +
    "Elle n’existe pas ou n’est pas publiée.|No existe o no está publicada.",
  unreachable: "Check your connection and try again.|Prüfe deine Verbindung und versuche es noch einmal.|" +
    "Vérifiez votre connexion et réessayez.|Comprueba tu conexión e inténtalo de nuevo.",
};

let locale = "en";
let column = 0;

/** Takes a BCP 47 tag. Where the player does not speak the language, its own words are English. */
export function setLocale(tag) {
  try {
    locale = new Intl.Locale(tag).toString();
  } catch {
    locale = "en";
  }
  column = Math.max(0, languages.indexOf(locale.split("-")[0]));
  const dir = /^(ar|dv|fa|he|ps|sd|ug|ur|yi)\b/.test(locale) ? "rtl" : "ltr";
  Object.assign(document.documentElement, { lang: locale, dir });
}

/** A text of the player with its `{placeholders}` filled. */
export function t(key, values = {}) {
  const fill = (_, name) => {
    const value = values[name];
    return typeof value === "number" ? format(Math.round(value * 100) / 100) : value;
  };
  return table[key].split("|")[column].replace(/\{(\w+)\}/g, fill);
}

/** The language that `t` answers in. */
export const language = () => languages[column];

/** A number as it is written where the learner lives. */
export const format = (number) => new Intl.NumberFormat(locale, { maximumFractionDigits: 6 }).format(number);
