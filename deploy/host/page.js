// The page of a site: opens a lesson for a learner, shows what the embed tells and what the site's server reads.
const POLL_MILLISECONDS = 2000;
const EVENTS_SHOWN = 6;
const find = (id) => document.getElementById(id);
const wanted = new URLSearchParams(location.search);
let current = null; // {lesson, learner, handle}

async function ask(path, query = {}) {
  const answer = await fetch(`${path}?${new URLSearchParams(query)}`, { cache: "no-cache" });
  const body = await answer.json();
  return answer.ok ? body : Promise.reject(Object.assign(new Error(body.error), { status: answer.status }));
}

function note(text) {
  const line = document.createElement("li");
  line.textContent = text;
  find("events").prepend(line);
  while (find("events").children.length > EVENTS_SHOWN) find("events").lastChild.remove();
}

function showProgress({ progress, sectionIndex, stepIndex }) {
  find("progress").value = progress;
  note(`progress ${Math.round(progress * 100)} %, section ${sectionIndex + 1}, step ${stepIndex + 1}`);
}

function showScore({ score, maxScore }) {
  find("score").textContent = score ?? "–";
  find("points").textContent = maxScore == null ? "no points yet" : `of ${maxScore} points so far`;
  if (maxScore != null) note(`score ${score} of ${maxScore}`);
}

function open(lesson, learner) {
  current?.handle.destroy();
  find("events").replaceChildren();
  find("progress").value = 0;
  showScore({ score: null, maxScore: null });
  find("notice").textContent = "";
  find("title").textContent = find("lesson").selectedOptions[0].textContent;
  // Asked again whenever a token has expired.
  const token = async () => (await ask("/lesson-token", { lesson, learner })).token;
  const handle = Lectern.mount("#embed", {
    lessonId: lesson,
    token,
    theme: find("theme").value,
    onReady: ({ title, totalSteps }) => note(`ready: ${title}, ${totalSteps} steps`),
    onProgress: showProgress,
    onScore: showScore,
    onCompleted: () => note("completed"),
    onError: ({ code, message }) => {
      note(`error ${code}`);
      find("notice").textContent = message;
    },
  });
  current = { lesson, learner, handle };
  showRecord();
}

function showFacts(facts) {
  find("facts").replaceChildren(
    ...Object.entries(facts).flatMap(([name, value]) => {
      const [term, description] = ["dt", "dd"].map((kind) => document.createElement(kind));
      term.textContent = name;
      description.textContent = value ?? "–";
      return [term, description];
    }),
  );
}

async function showRecord() {
  if (!current || document.hidden) return;
  const asked = current;
  try {
    const record = await ask("/progress", { lesson: asked.lesson, learner: asked.learner });
    if (asked !== current) return;
    showFacts({
      status: record.status.replace("_", " "),
      score: record.maxScore == null ? null : `${record.score} of ${record.maxScore}`,
      position: `section ${record.currentSectionIndex + 1}, step ${record.currentStepIndex + 1}`,
      items: record.items?.length ?? 0,
      "last activity": new Date(record.lastActivityAt).toLocaleTimeString(),
    });
    find("answer").textContent = JSON.stringify(record, null, 2);
  } catch (error) {
    if (asked !== current) return;
    showFacts({ status: error.status === 404 ? "nothing recorded yet" : error.message });
    find("answer").textContent = "";
  }
}

find("who").addEventListener("submit", (event) => {
  event.preventDefault();
  const learner = find("learner").value.trim();
  if (!learner) return find("learner").focus();
  open(find("lesson").value, learner);
  history.replaceState(null, "", `?${new URLSearchParams({ lesson: find("lesson").value, learner })}`);
});

find("theme").addEventListener("change", (event) => {
  document.documentElement.dataset.theme = event.target.value;
  current?.handle.setTheme(event.target.value);
});

try {
  const { data } = await ask("/lessons", { status: "published" });
  find("lesson").append(...data.map(({ id, title }) => new Option(title, id, false, id === wanted.get("lesson"))));
  find("learner").value = wanted.get("learner") ?? "learner-3";
  open(find("lesson").value, find("learner").value);
} catch (error) {
  find("notice").textContent = error.message;
}
setInterval(showRecord, POLL_MILLISECONDS);
