/* The buttons of the page of an application: each asks with what stands in the form, built as saving it would be, and shows the answer. */
Behaviour.specify(".bgs-ask", "blue-green-ask", 0, function (button) {
  button.onclick = function () {
    const form = button.closest("form");
    form.dispatchEvent(new Event("jenkins:apply")); // who edits apart from the form writes back into it
    if (!buildFormTree(form)) {
      return;
    }
    const page = { application: JSON.parse(form.elements["json"].value).application || {} };
    const area = document.getElementById(button.dataset.into);
    const asked = (blueGreenAsked[area.id] = (blueGreenAsked[area.id] || 0) + 1);

    function show(html) {
      area.innerHTML = html;
      Behaviour.applySubtree(area, true);
      area.querySelectorAll(".bgs-field").forEach(blueGreenName);
      area.querySelectorAll(".bgs-value").forEach(blueGreenShowValue);
    }

    function failed(reason) {
      button.disabled = false;
      if (asked !== blueGreenAsked[area.id]) {
        return;
      }
      const error = document.createElement("div");
      error.className = "error";
      error.textContent = button.dataset.failed + " (" + reason + ")";
      area.replaceChildren(error);
    }

    function post(url, fields) {
      const headers = crumb.wrap({ "Content-Type": "application/x-www-form-urlencoded" });
      return fetch(url, { method: "post", headers: headers, body: new URLSearchParams(fields) })
        .then(function (response) {
          // Whoever is logged out meanwhile may be led to another page, which is none of this one.
          if (!response.ok || response.redirected) {
            throw new Error("HTTP " + response.status);
          }
          return response.text();
        })
        .then(function (html) {
          if (asked !== blueGreenAsked[area.id]) {
            button.disabled = false;
            return;
          }
          show(html);
          const told = area.querySelector(".bgs-told");
          if (told && told.dataset.over === "false") {
            setTimeout(() => post(button.dataset.told, { id: told.dataset.id }), 500);
          } else {
            ended(told);
          }
        })
        .catch((error) => failed(error.message));
    }

    function ended(told) {
      button.disabled = false;
      area.scrollIntoView({ block: "nearest" });
      if (told) {
        blueGreenPropose(form, told);
      }
    }

    button.disabled = true;
    post(button.dataset.url, { page: JSON.stringify(page) });
  };
});

/* How often each area was asked: an answer to an earlier question is not shown any more. */
const blueGreenAsked = {};

/* A field of the form by its name, in a part of it by the name of the part before it; of a kind of router, in that which is chosen. */
function blueGreenControl(name) {
  const last = name.split(".").pop();
  const form = document.forms.application;
  // A choice has no name itself; the fields of what is chosen have, in a box that comes right behind it.
  const chosen = form.querySelector(".dropdownList-container [name='" + last + "']");
  if (chosen) {
    return chosen.closest(".dropdownList-container").previousElementSibling.querySelector("select");
  }
  const all = Array.from(form.querySelectorAll("[name='_." + last + "']"));
  return all.find((each) => !each.closest("[field-disabled]")) || all[0] || null;
}

/* The files that a router is switched by, as their fields are called; of each kind of router at most one is given. */
const blueGreenFiles = ["flagFile", "includeFile", "mapFile"];

/* A control of what is chosen, not of what was before. */
function blueGreenChosen(name) {
  const control = blueGreenControl(name);
  return control && !control.closest("[field-disabled]") ? control : null;
}

/* The place of a kind of router among the choices, by the class of its settings; -1 where there is no such one. */
function blueGreenKind(settings) {
  const select = blueGreenControl("router");
  const box = select && select.closest(".jenkins-form-item").nextElementSibling;
  return Array.from(box ? box.querySelectorAll("[name='stapler-class']") : []).findIndex((each) => each.value === settings);
}

/* Chooses a kind of router, and goes on once its fields are there: those of one that was not chosen before come from the server. */
function blueGreenChoose(settings, fields, then) {
  const select = blueGreenControl("router");
  const kind = blueGreenKind(settings);
  if (kind < 0) {
    return;
  }
  blueGreenReveal(select);
  if (select.selectedIndex !== kind) {
    select.selectedIndex = kind;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }
  const begun = Date.now();
  (function wait() {
    if (select.selectedIndex !== kind || Date.now() - begun > 20000) {
      return;
    }
    if (fields.every(blueGreenChosen)) {
      then();
    } else {
      setTimeout(wait, 50);
    }
  })();
}

/* What a proposal fills in, by the names of the fields. */
function blueGreenValues(proposal) {
  return Object.fromEntries(Array.from(proposal.querySelectorAll(".bgs-value"), (each) => [each.dataset.field, each.dataset.value]));
}

/* Which of these are fields of the router that is proposed with them. */
function blueGreenOfRouter(values) {
  return values.router ? Object.keys(values).filter((name) => !["router", "bluePort", "greenPort"].includes(name)) : [];
}

/* Tells whether all that a proposal fills in stands in the form. */
function blueGreenStands(values) {
  const select = blueGreenControl("router");
  return Object.entries(values).every(function ([name, value]) {
    if (name === "router") {
      return select && select.selectedIndex === blueGreenKind(value);
    }
    const control = blueGreenChosen(name);
    return control && control.value.split("\n").includes(value);
  });
}

/* What stands in the form already can be used no more. */
function blueGreenMarkUsed(told) {
  told.querySelectorAll(".bgs-proposal").forEach(function (proposal) {
    proposal.querySelector(".bgs-use").disabled = blueGreenStands(blueGreenValues(proposal));
  });
}

/* Says what is proposed as the form does. */
function blueGreenShowValue(each) {
  const control = blueGreenControl(each.dataset.field);
  const label = blueGreenLabel(control);
  const kind = each.dataset.field === "router" ? blueGreenKind(each.dataset.value) : -1;
  const value = kind < 0 ? each.dataset.value : control.options[kind].text;
  each.textContent = label ? label + ": " + value : value;
  if (kind >= 0) {
    each.parentElement.prepend(each);
  }
}

function blueGreenShowRest() {
  document.querySelectorAll(".bgs-rest").forEach((rest) => rest.classList.remove("jenkins-hidden"));
  document.querySelectorAll(".bgs-by-hand").forEach((button) => button.remove());
}

/* What stands before a control in the form, in the language of that; an empty text where there is none. */
function blueGreenLabel(control) {
  const item = control && control.closest(".jenkins-form-item");
  const label = item && item.querySelector(".jenkins-form-label");
  return Array.from(label ? label.childNodes : [])
    .filter((each) => each.nodeType === Node.TEXT_NODE)
    .map((each) => each.textContent.trim())
    .join(" ")
    .trim();
}

/* Shows what a field is folded away in. */
function blueGreenReveal(control) {
  blueGreenShowRest();
  for (let body = control.closest(".advancedBody"); body; body = body.parentElement.closest(".advancedBody")) {
    const link = body.parentElement.querySelector(".advancedLink");
    if (link && link.querySelector("button") && body.offsetParent === null) {
      link.querySelector("button").click();
    }
  }
}

/* A finding says the label of the field that it is about, as it stands in the form, and leads there. */
function blueGreenName(link) {
  const control = blueGreenControl(link.dataset.field);
  if (!control) {
    link.replaceWith(link.textContent);
    return;
  }
  link.textContent = blueGreenLabel(control) || link.textContent;
  link.onclick = function (event) {
    event.preventDefault();
    blueGreenReveal(control);
    control.scrollIntoView({ block: "center" });
    control.focus({ preventScroll: true });
  };
}

function blueGreenFill(name, value, more) {
  const control = blueGreenChosen(name);
  if (!control) {
    return;
  }
  blueGreenReveal(control);
  control.value = more && control.value.trim() ? control.value.trim() + "\n" + value : value;
  control.dispatchEvent(new Event("input", { bubbles: true }));
  control.dispatchEvent(new Event("change", { bubbles: true }));
}

/* Fills in what is proposed where nothing stands yet, if that is one thing and nobody has to confirm it. */
function blueGreenPropose(form, told) {
  const sure = Array.from(told.querySelectorAll(".bgs-proposal[data-sure='true']"), blueGreenValues);
  const proposed = {};
  sure.forEach(function (values) {
    Object.entries(values).forEach(([name, value]) => (proposed[name] = proposed[name] || new Set()).add(value));
  });
  const ofRouter = Array.from(new Set(sure.flatMap(blueGreenOfRouter)));

  function fill(name) {
    const control = blueGreenChosen(name);
    if (proposed[name].size === 1 && control && !control.value) {
      blueGreenFill(name, Array.from(proposed[name])[0], false);
    }
  }

  Object.keys(proposed)
    .filter((name) => name !== "router" && !ofRouter.includes(name))
    .forEach(fill);
  const files = ofRouter.filter((name) => blueGreenFiles.includes(name)).reduce((sum, name) => sum + proposed[name].size, 0);
  const given = blueGreenFiles.some((name) => (blueGreenChosen(name) || {}).value);
  if (proposed.router && proposed.router.size === 1 && files === 1 && !given) {
    blueGreenChoose(Array.from(proposed.router)[0], ofRouter, function () {
      ofRouter.forEach(fill);
      blueGreenMarkUsed(told);
    });
  }
  blueGreenMarkUsed(told);
  const values = told.querySelectorAll(".bgs-value");
  if (values.length && !told.querySelector(".bgs-value[data-field='hostKeys']")) {
    blueGreenShowRest();
  }
}

Behaviour.specify(".bgs-use", "blue-green-use", 0, function (button) {
  button.onclick = function () {
    const told = button.closest(".bgs-told");
    const values = blueGreenValues(button.closest(".bgs-proposal"));
    const ofRouter = blueGreenOfRouter(values);
    const key = "hostKeys" in values;
    if (values.router) {
      blueGreenChoose(values.router, ofRouter, function () {
        blueGreenFiles.forEach((name) => blueGreenFill(name, "", false)); // there is one of them, not several
        ofRouter.forEach((name) => blueGreenFill(name, values[name], false));
        blueGreenMarkUsed(told);
      });
    }
    Object.keys(values)
      .filter((name) => name !== "router" && !ofRouter.includes(name))
      .forEach((name) => blueGreenFill(name, values[name], key));
    blueGreenMarkUsed(told);
    button.disabled = true;
    if (key && !told.querySelector(".bgs-proposal:has([data-field='hostKeys']) .bgs-use:enabled")) {
      document.getElementById("bgs-look").click(); // now that the hosts are known
    }
  };
});

Behaviour.specify(".bgs-by-hand", "blue-green-by-hand", 0, function (button) {
  button.onclick = function () {
    blueGreenShowRest();
  };
});

Behaviour.specify("#bgs-search", "blue-green-search", 0, function (input) {
  input.oninput = function () {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    document.querySelectorAll(".bgs-row").forEach(function (row) {
      const text = row.textContent.toLowerCase();
      const shown = words.every((word) => text.includes(word));
      row.classList.toggle("jenkins-hidden", !shown);
      left += shown ? 1 : 0;
    });
    document.getElementById("bgs-none").classList.toggle("jenkins-hidden", left > 0);
  };
});
