"use strict";

const filters = document.getElementById("filters");

function visible(finding, checked, words) {
  const { severity, kind } = finding.dataset;
  if (!checked.has(severity)) return false;
  if (kind !== "mandatory" && !checked.has(kind)) return false;
  const said = finding.textContent.toLowerCase();
  return words.every((word) => said.includes(word));
}

function show() {
  const boxes = [...filters.querySelectorAll("input[type=checkbox]")];
  const checked = new Set(boxes.filter((box) => box.checked).map((box) => box.name));
  const words = document.getElementById("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const findings = [...document.querySelectorAll(".finding")];
  for (const finding of findings) finding.hidden = !visible(finding, checked, words);
  const count = findings.filter((finding) => !finding.hidden).length;
  document.getElementById("shown").textContent = `${count} of ${findings.length} findings shown`;
}

if (filters) {
  filters.addEventListener("input", show);
  filters.addEventListener("submit", (event) => event.preventDefault());
  show();
}
