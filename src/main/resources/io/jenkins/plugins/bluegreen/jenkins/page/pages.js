/* Keeps what a page shows up to date while it is looked at: asks now and then, and where something has changed, puts it in the place of what was there. */
Behaviour.specify(".bgd-live", "blue-green-live", 0, function (area) {
  if (area.dataset.begun) {
    return;
  }
  area.dataset.begun = "true";
  const stale = document.querySelector(".bgd-stale");
  const said = document.querySelector(".bgd-said");
  const filter = function () {
    return area.querySelector("input[name='filter']");
  };
  let tag = null;
  let asked = 0;

  function address() {
    const sought = filter() ? filter().value : "";
    return area.dataset.url + (sought ? "?filter=" + encodeURIComponent(sought) : "");
  }

  function show(html) {
    const within = area.contains(document.activeElement);
    const focused = within ? document.activeElement.id : "";
    const input = filter();
    const typed = input ? { value: input.value, from: input.selectionStart, to: input.selectionEnd } : null;
    const open = Array.from(area.querySelectorAll("details[open]")).map((each) => each.id);
    const before = toSay();
    const read = log() ? { from: log().scrollTop, left: log().scrollHeight - log().clientHeight - log().scrollTop } : null;
    area.innerHTML = html;
    if (log() && (!read || read.left < 10)) {
      showEnd();
    } else if (log()) {
      log().scrollTop = read.from;
    }
    open.map((id) => document.getElementById(id)).forEach((each) => each && each.setAttribute("open", ""));
    if (typed && filter()) {
      filter().value = typed.value;
    }
    Behaviour.applySubtree(area, true);
    const again = focused && document.getElementById(focused);
    if (again) {
      again.focus();
      if (typed && again === filter()) {
        again.setSelectionRange(typed.from, typed.to);
      }
    } else if (within) {
      area.focus({ preventScroll: true });
    }
    if (toSay() !== before) {
      said.textContent = toSay();
    }
  }

  function log() {
    return area.querySelector("#bgd-log");
  }

  function showEnd() {
    log().scrollTop = log().scrollHeight;
  }

  function step() {
    return Array.from(area.querySelectorAll(".bgd-say"), (each) => each.textContent.trim()).join(", ");
  }

  /* Between its last step and its end, a deployment is at none. */
  function toSay() {
    const headline = area.querySelector(".bgd-headline");
    return step() || (headline ? headline.textContent.trim() : "");
  }

  function ask() {
    const number = ++asked;
    const headers = tag ? { "If-None-Match": tag } : {};
    return fetch(address(), { headers: headers, cache: "no-store" })
      .then(function (response) {
        // Whoever is logged out meanwhile may be led to another page, which is none of this one.
        if (response.redirected || (response.status !== 304 && !response.ok)) {
          throw new Error("HTTP " + response.status);
        }
        return response.status === 304 ? null : response.text().then((html) => ({ html: html, tag: response.headers.get("ETag") }));
      })
      .then(
        function (answer) {
          stale.classList.add("jenkins-hidden");
          if (answer && number === asked) {
            tag = answer.tag;
            show(answer.html);
          }
        },
        function () {
          stale.classList.remove("jenkins-hidden");
        },
      );
  }

  area.addEventListener("input", function (event) {
    if (event.target === filter()) {
      clearTimeout(area.typing);
      area.typing = setTimeout(function () {
        tag = null;
        ask();
      }, 250);
    }
  });
  area.addEventListener("submit", function (event) {
    event.preventDefault();
    tag = null;
    ask();
  });

  area.addEventListener("blue-green-ask", ask);

  const every = Number(area.dataset.every);
  function later() {
    if (every > 0 && !area.querySelector(".bgd-ended")) {
      const soon = area.querySelector(".bgd-running, .bgd-now") ? Math.min(every, 2000) : every;
      setTimeout(function () {
        (document.hidden ? Promise.resolve() : ask()).then(later);
      }, soon);
    }
  }
  later();
  if (log() && area.querySelector(".bgd-running")) {
    showEnd();
  }
});

/* Puts the focus where it was before. The page may have been brought up to date meanwhile, with another button in the place of this one. */
function blueGreenFocus(button) {
  const again = document.getElementById(button.id);
  if (again && document.activeElement === document.body) {
    again.focus();
  }
}

/* Presses a button on the server, says what came of it, and has the page follow. */
function blueGreenPress(button, body) {
  button.disabled = true;
  fetch(button.dataset.url, { method: "post", headers: crumb.wrap({}), body: body })
    .then((response) => response.text().then((text) => ({ response: response, text: text })))
    .then(
      function (answer) {
        button.disabled = false;
        blueGreenFocus(button);
        if (answer.response.status === 202) {
          notificationBar.show(button.dataset.done, notificationBar.SUCCESS);
        } else {
          const plain = (answer.response.headers.get("Content-Type") || "").startsWith("text/plain");
          notificationBar.show(plain ? answer.text.trim() : "HTTP " + answer.response.status, notificationBar.ERROR);
        }
        document.querySelectorAll(".bgd-live").forEach((area) => area.dispatchEvent(new Event("blue-green-ask")));
      },
      function (error) {
        button.disabled = false;
        blueGreenFocus(button);
        notificationBar.show(error.message, notificationBar.ERROR);
      },
    );
}

Behaviour.specify(".bgd-press", "blue-green-press", 0, function (button) {
  button.onclick = function () {
    const press = function () {
      // What was asked about, whatever the page shows by the time of the answer.
      const deployment = button.dataset.deployment;
      blueGreenPress(button, new URLSearchParams(deployment ? { deployment: deployment } : {}));
    };
    if (!button.dataset.confirm) {
      press();
      return;
    }
    const texts = { okText: button.dataset.do, cancelText: button.dataset.cancel };
    dialog.confirm(button.dataset.confirm, texts).then(press, function () {
      blueGreenFocus(button);
    });
  };
});

/* Asks once before an older release is started again. */
Behaviour.specify(".bgd-roll-back", "blue-green-roll-back", 0, function (button) {
  button.onclick = function () {
    const form = document.getElementById("bgd-roll-back").content.firstElementChild.cloneNode(true);
    const texts = { title: button.dataset.title, okText: button.dataset.do, cancelText: button.dataset.cancel };
    const asked = dialog.form(form, Object.assign({ submitButton: false }, texts));
    form.closest("dialog").setAttribute("aria-label", button.dataset.title);
    (form.querySelector("input:checked") || form.querySelector("input")).focus();
    asked.then(
      function (answer) {
        const body = new URLSearchParams(answer);
        body.set("markBad", String(body.has("markBad")));
        blueGreenPress(button, body);
      },
      function () {
        blueGreenFocus(button);
      },
    );
  };
});
