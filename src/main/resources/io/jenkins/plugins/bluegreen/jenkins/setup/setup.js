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
      area.querySelectorAll(".bgs-value").forEach(function (each) {
        const label = blueGreenLabel(blueGreenControl(each.dataset.field));
        each.textContent = label ? label + ": " + each.dataset.value : each.dataset.value;
      });
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

/* What is proposed of a router is a file of nginx's; no other kind has both of these fields. */
function blueGreenIsOfAnotherRouter(name) {
  const control = blueGreenControl("includeFile");
  return (name === "flagFile" || name === "includeFile") && (!control || control.closest("[field-disabled]") !== null);
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
  const control = blueGreenControl(name);
  if (!control || blueGreenIsOfAnotherRouter(name)) {
    return;
  }
  blueGreenReveal(control);
  control.value = more && control.value.trim() ? control.value.trim() + "\n" + value : value;
  control.dispatchEvent(new Event("input", { bubbles: true }));
  control.dispatchEvent(new Event("change", { bubbles: true }));
}

/* Fills in what is proposed where nothing stands yet, if that is one thing and nobody has to confirm it. */
function blueGreenPropose(form, told) {
  const proposed = {};
  told.querySelectorAll(".bgs-proposal[data-sure='true'] .bgs-value").forEach(function (each) {
    (proposed[each.dataset.field] = proposed[each.dataset.field] || new Set()).add(each.dataset.value);
  });
  const layouts = (proposed.flagFile || new Set()).size + (proposed.includeFile || new Set()).size;
  const router = ["flagFile", "includeFile"].some((name) => (blueGreenControl(name) || {}).value);
  Object.entries(proposed).forEach(function ([name, values]) {
    const control = blueGreenControl(name);
    const file = name === "flagFile" || name === "includeFile";
    if (values.size === 1 && control && !control.value && !(file && (router || layouts > 1))) {
      blueGreenFill(name, Array.from(values)[0], false);
    }
  });
  const values = told.querySelectorAll(".bgs-value");
  if (values.length && !told.querySelector(".bgs-value[data-field='hostKeys']")) {
    blueGreenShowRest();
  }
}

Behaviour.specify(".bgs-use", "blue-green-use", 0, function (button) {
  button.onclick = function () {
    const proposal = button.closest(".bgs-proposal");
    const values = Array.from(proposal.querySelectorAll(".bgs-value"));
    const key = values.some((each) => each.dataset.field === "hostKeys");
    const layouts = ["flagFile", "includeFile"];
    if (values.some((each) => layouts.includes(each.dataset.field))) {
      layouts.forEach((name) => blueGreenFill(name, "", false)); // there is one of them, not both
    }
    values.forEach((each) => blueGreenFill(each.dataset.field, each.dataset.value, key));
    button.disabled = true;
    if (key && !button.closest(".bgs-told").querySelector(".bgs-proposal:has([data-field='hostKeys']) .bgs-use:enabled")) {
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
