import { Component, onMounted, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

// Longer than that is no list of today's work.
const ROWS = 12;
const BADGES = ["text-bg-light border", "text-bg-warning", "text-bg-danger"];

/**
 * What needs me today. The action names its model: `params: {board: "coop.board..."}`.
 *
 * The server counts; what takes it longer comes in a second answer, and the screen is
 * there without it.
 */
export class Board extends Component {
    static template = "japra_base.Board";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.model = this.props.action.params.board;
        this.badges = BADGES;
        this.state = useState({
            cooperative: "",
            day: "",
            tiles: [],
            work: [],
            notes: [],
            starts: [],
            waiting: true,
        });
        onWillStart(() => this.load(false));
        onMounted(async () => {
            try {
                await this.load(true);
            } finally {
                this.state.waiting = false;
            }
        });
        onWillUnmount(() => (this.gone = true));
    }

    async load(slow) {
        const answer = await this.orm.silent.call(this.model, "board_open", [slow]);
        if (this.gone) {
            return;
        }
        const { state } = this;
        state.cooperative = answer.cooperative;
        state.day = luxon.DateTime.fromISO(answer.day).toFormat("cccc, d MMMM yyyy");
        state.notes.push(...answer.notes);
        state.starts.push(...answer.starts);
        state.tiles.push(...answer.tiles);
        state.work.push(...answer.work);
    }

    get busy() {
        return this.state.tiles
            .filter((tile) => tile.count)
            .sort((one, two) => two.level - one.level || one.order - two.order);
    }

    get quiet() {
        return this.state.tiles
            .filter((tile) => !tile.count)
            .sort((one, two) => one.order - two.order);
    }

    get work() {
        return [...this.state.work]
            .sort(
                (one, two) => two.level - one.level || one.sort.localeCompare(two.sort)
            )
            .slice(0, ROWS);
    }

    start(action) {
        return this.action.doAction(action);
    }

    async openTile(key) {
        const action = await this.orm.call(this.model, "board_action", [key]);
        return this.action.doAction(action);
    }

    openRow({ list, model, id }) {
        if (list) {
            return this.openTile(list);
        }
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("japra_base.board", Board);
