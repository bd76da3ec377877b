import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const tours = registry.category("web_tour.tours");

// A busy machine is no failure: each step has a minute.
const patient = (step) => ({ timeout: 60000, ...step });

/** Add a tour; `steps` makes its steps. */
export const tour = (name, steps) =>
    tours.add(name, { steps: () => steps().map(patient) });

export const click = (trigger) => ({ trigger, run: "click" });
export const see = (trigger) => ({ trigger });
export const press = (trigger, keys) => ({ trigger, run: `press ${keys}` });
export const type = (field, value) => ({
    trigger: `.o_field_widget[name=${field}] input`,
    run: `edit ${value}`,
});
/** Type into the row of a list that is being edited. */
export const typeInRow = (field, value) => ({
    trigger: `.o_selected_row .o_field_widget[name=${field}] input`,
    run: `edit ${value}`,
});
export const app = (xmlid) => [
    stepUtils.showAppsMenuItem(),
    click(`.o_app[data-menu-xmlid="${xmlid}"]`),
];
export const menu = (xmlid) => click(`.o_menu_sections [data-menu-xmlid="${xmlid}"]`);
