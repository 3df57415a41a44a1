/* The button of pageButton.jelly: sends its part of the page, built as "Apply" builds it, and shows the answer. */
Behaviour.specify(".blue-green-page-button__button", "blue-green-page-button", 0, function (button) {
  button.onclick = function () {
    const form = button.closest("form");
    const container = button.closest(".blue-green-page-button");
    const progress = container.querySelector(".blue-green-page-button__progress");
    const answer = container.querySelector(".validation-error-area");
    const entry = button.closest(".repeated-chunk[name='" + button.dataset.list + "']");
    const entries = Array.from(entry.parentNode.children).filter(function (other) {
      return other.matches(".repeated-chunk[name='" + button.dataset.list + "']");
    });

    form.dispatchEvent(new Event("jenkins:apply")); // who edits apart from the form writes back into it
    if (!buildFormTree(form)) {
      return;
    }
    // Our own part alone: what else stands on the page, such as passwords, is nobody's business here.
    const page = JSON.parse(form.elements["json"].value)[button.dataset.section] || {};

    function show(html) {
      progress.classList.add("jenkins-hidden");
      updateValidationArea(answer, html);
      layoutUpdateCallback.call();
    }

    function failed(reason) {
      const error = document.createElement("div");
      error.className = "error";
      error.textContent = button.dataset.failed + " (" + reason + ")";
      show(error.outerHTML);
    }

    progress.classList.remove("jenkins-hidden");
    fetch(button.dataset.url, {
      method: "post",
      headers: crumb.wrap({ "Content-Type": "application/x-www-form-urlencoded" }),
      body: new URLSearchParams({ page: JSON.stringify(page), application: entries.indexOf(entry) }),
    }).then(
      function (response) {
        if (response.ok) {
          response.text().then(show);
        } else {
          failed("HTTP " + response.status);
        }
      },
      function (error) {
        failed(error.message);
      },
    );
  };
});
