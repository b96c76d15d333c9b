/* The Journal page. */
#include "lilt_journal_page.h"

#include <glib/gi18n-lib.h>

#include "day_chart.h"
#include "journal_day.h"
#include "moods.h"
#include "resources.h"
#include "text.h"

enum { DAYS = 7 };

struct _LiltJournalPage {
    AdwBin parent_instance;
    LiltSession *session;
    GPtrArray *entries; /* of the week that is shown, or NULL */
    GDate day;          /* that is shown */
    guint asked;        /* how often entries were asked for; only the last answer counts */

    GtkWidget *before, *after;
    GtkStack *stages;
    GtkMenuButton *date;
    GtkCalendar *calendar;
    GtkLabel *day_name, *summary, *brightest, *led, *by_hand, *note;
    GtkButton *export, *erase;
    GtkBox *week, *kinds, *facts;
    LiltDayChart *chart;
    GtkWidget *days[DAYS]; /* borrowed from `week` */
};
G_DEFINE_FINAL_TYPE(LiltJournalPage, lilt_journal_page, ADW_TYPE_BIN)

static GDate
today(void)
{
    GDate date;

    g_date_clear(&date, 1);
    g_date_set_time_t(&date, time(NULL));
    return date;
}

static GDate
monday_of(const GDate *day)
{
    GDate monday = *day;

    g_date_subtract_days(&monday, (guint)g_date_get_weekday(day) - G_DATE_MONDAY);
    return monday;
}

static GDate
days_after(const GDate *day, int n)
{
    GDate other = *day;

    if (n >= 0)
        g_date_add_days(&other, (guint)n);
    else
        g_date_subtract_days(&other, (guint)-n);
    return other;
}

static GVariant *
target_of(const GDate *day)
{
    return g_variant_new_take_string(g_strdup_printf("%04d-%02d-%02d", (int)g_date_get_year(day),
                                                     (int)g_date_get_month(day),
                                                     (int)g_date_get_day(day)));
}

static gboolean
is_on(LiltJournalPage *self)
{
    g_autoptr(GVariant)
        on = g_action_group_get_action_state(lilt_session_get_actions(self->session), "journal");

    return g_variant_get_boolean(on);
}

/* ---- the week -------------------------------------------------------------------------------- */

static GtkWidget *
new_label(const char *text, const char *style)
{
    GtkWidget *label = gtk_label_new(text);

    gtk_widget_add_css_class(label, style);
    return label;
}

/* A button for a day; those to come are there, and cannot be pressed. */
static GtkWidget *
new_day_button(const GDate *date, const LiltJournalDay *day)
{
    const GDate now = today();
    GtkWidget *button = gtk_toggle_button_new(), *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 3);
    GtkWidget *shares = g_object_new(LILT_TYPE_DAY_SHARES, "halign", GTK_ALIGN_CENTER, NULL);
    g_autofree char *short_name = lilt_journal_short_day_name(date);
    g_autofree char *number = g_strdup_printf("%d", (int)g_date_get_day(date));
    g_autofree char *name = lilt_journal_day_name(date), *summary = lilt_journal_summary(day);
    g_autofree char *spoken = g_strdup_printf("%s: %s", name, summary);

    gtk_box_append(GTK_BOX(box), new_label(short_name, "note"));
    gtk_box_append(GTK_BOX(box), new_label(number, "number"));
    lilt_day_shares_show(LILT_DAY_SHARES(shares), day->seconds);
    gtk_box_append(GTK_BOX(box), shares);
    gtk_button_set_child(GTK_BUTTON(button), box);
    gtk_widget_add_css_class(button, "flat");
    gtk_widget_add_css_class(button, "day");
    gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                   -1);
    gtk_widget_set_hexpand(button, TRUE);
    if (g_date_compare(date, &now) > 0) {
        gtk_widget_set_sensitive(button, FALSE);
    } else {
        gtk_actionable_set_action_target_value(GTK_ACTIONABLE(button), target_of(date));
        gtk_actionable_set_action_name(GTK_ACTIONABLE(button), "win.journal-day");
    }
    return button;
}

static void
show_week(LiltJournalPage *self)
{
    const GDate monday = monday_of(&self->day), now = today(), next = days_after(&monday, DAYS);
    gboolean focused = FALSE;

    for (int i = 0; i < DAYS; i++) {
        const GDate date = days_after(&monday, i);
        LiltJournalDay day;

        if (self->days[i] != NULL) {
            focused |= gtk_widget_has_focus(self->days[i]);
            gtk_box_remove(self->week, self->days[i]);
        }
        lilt_journal_day_make(&date, self->entries, &day);
        self->days[i] = new_day_button(&date, &day);
        lilt_journal_day_clear(&day);
        gtk_box_append(self->week, self->days[i]);
    }
    gtk_widget_set_sensitive(self->after, g_date_compare(&next, &now) <= 0);
    if (focused) /* the keyboard stays on the day that is shown */
        gtk_widget_grab_focus(self->days[g_date_get_weekday(&self->day) - G_DATE_MONDAY]);
}

/* ---- the day --------------------------------------------------------------------------------- */

/* What the colours of the band mean, for those that are in it. */
static void
show_kinds(LiltJournalPage *self, const LiltJournalDay *day)
{
    GtkWidget *child;

    while ((child = gtk_widget_get_first_child(GTK_WIDGET(self->kinds))) != NULL)
        gtk_box_remove(self->kinds, child);
    for (int i = 0; i < LILT_N_EMOTIONS; i++) {
        const LiltEmotion mood = lilt_mood_order[i];
        const LiltMoodLook look = lilt_mood_look(mood);
        GtkWidget *kind, *face;

        if (day->seconds[mood] <= 0)
            continue;
        kind = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
        face = g_object_new(GTK_TYPE_IMAGE, "icon-name", look.icon, "accessible-role",
                            GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
        lilt_mood_dress(face, mood);
        gtk_box_append(GTK_BOX(kind), face);
        gtk_box_append(GTK_BOX(kind), new_label(look.name, "note"));
        gtk_box_append(self->kinds, kind);
    }
    if (day->first_by_hand != NULL) {
        GtkWidget *outlined = new_label(_("Outlined: chosen by hand"), "note");

        gtk_widget_add_css_class(outlined, "dim");
        gtk_box_append(self->kinds, outlined);
    }
}

static void
show_note(LiltJournalPage *self)
{
    g_autoptr(GVariant) state = g_action_group_get_action_state(
        lilt_session_get_actions(self->session), "journal-days");
    const guint n = (guint)g_variant_get_int32(state);
    g_autofree char *words =
        n == 0 ? g_strdup(_("Kept on this computer only, until you erase it. Never a picture, only "
                            "time, mood and song."))
               : g_strdup_printf(ngettext("Kept on this computer only, for %u day. Never a "
                                          "picture, only time, mood and song.",
                                          "Kept on this computer only, for %u days. Never a "
                                          "picture, only time, mood and song.",
                                          n),
                                 n);

    gtk_label_set_label(self->note, words);
}

static void
show_day(LiltJournalPage *self)
{
    g_autofree char *name = lilt_journal_day_name(&self->day), *summary = NULL, *spoken = NULL;
    g_autofree char *brightest = NULL, *led = NULL, *by_hand = NULL;
    LiltJournalDay day;

    if (self->entries == NULL)
        return;
    lilt_journal_day_make(&self->day, self->entries, &day);
    summary = lilt_journal_summary(&day);
    brightest = lilt_journal_brightest_words(&day);
    led = lilt_journal_led_words(&day);
    by_hand = lilt_journal_by_hand_words(&day);
    spoken = g_strdup_printf("%s: %s", name, summary);
    gtk_label_set_label(self->day_name, name);
    lilt_name_control(GTK_WIDGET(self->date), name);
    gtk_label_set_label(self->summary, summary);
    gtk_label_set_label(self->brightest, brightest);
    gtk_label_set_label(self->led, led);
    gtk_label_set_label(self->by_hand, by_hand);
    lilt_day_chart_show(self->chart, day.entries, lilt_journal_begin_of(&self->day), spoken);
    show_kinds(self, &day);
    lilt_journal_day_clear(&day);
}

/* Where nothing was ever written there is nothing to export or to erase. */
static void
enable_commands(LiltJournalPage *self)
{
    static const char *const commands[] = {"export-journal", "erase-journal"};
    GtkRoot *window = gtk_widget_get_root(GTK_WIDGET(self));

    for (gsize i = 0; window != NULL && i < G_N_ELEMENTS(commands); i++) {
        GAction *action = g_action_map_lookup_action(G_ACTION_MAP(window), commands[i]);

        g_simple_action_set_enabled(G_SIMPLE_ACTION(action),
                                    lilt_session_get_journal_filled(self->session));
    }
}

/* ---- reading --------------------------------------------------------------------------------- */

typedef struct {
    LiltJournalPage *page;
    guint number;
} Question;

static void
on_read(GObject *library, GAsyncResult *result, gpointer data)
{
    g_autofree Question *question = data;
    g_autoptr(LiltJournalPage) self = question->page;
    g_autoptr(GPtrArray) entries = NULL;

    (void)library;
    if (self->session == NULL) /* closed meanwhile */
        return;
    entries = lilt_session_read_journal_finish(self->session, result, NULL);
    if (question->number != self->asked)
        return;
    enable_commands(self);
    lilt_day_chart_show(self->chart, NULL, 0, "");
    g_clear_pointer(&self->entries, g_ptr_array_unref);
    self->entries = entries != NULL ? g_steal_pointer(&entries) : g_ptr_array_new();
    show_week(self);
    show_day(self);
}

/* Show the present state of the journal; only while somebody looks. */
static void
refresh(LiltJournalPage *self)
{
    const gboolean on = is_on(self);
    Question *question;

    gtk_stack_set_visible_child_name(self->stages, on ? "kept" : "off");
    gtk_widget_set_visible(GTK_WIDGET(self->date), on);
    gtk_widget_set_visible(GTK_WIDGET(self->summary), on);
    if (!gtk_widget_get_mapped(GTK_WIDGET(self)))
        return;
    const GDate monday = monday_of(&self->day), next = days_after(&monday, DAYS);

    show_note(self);
    question = g_new(Question, 1);
    *question = (Question){g_object_ref(self), ++self->asked};
    lilt_session_read_journal_async(self->session, lilt_journal_begin_of(&monday),
                                    lilt_journal_begin_of(&next), on_read, question);
}

/* ---- the calendar ---------------------------------------------------------------------------- */

static void
on_month_read(GObject *library, GAsyncResult *result, gpointer data)
{
    g_autoptr(LiltJournalPage) self = data;
    g_autoptr(GPtrArray) entries = NULL;

    (void)library;
    if (self->session == NULL)
        return;
    entries = lilt_session_read_journal_finish(self->session, result, NULL);
    g_autoptr(GDateTime) shown = gtk_calendar_get_date(self->calendar);

    gtk_calendar_clear_marks(self->calendar);
    for (guint i = 0; entries != NULL && i < entries->len; i++) {
        const LiltJournalEntry *entry = entries->pdata[i];
        g_autoptr(GDateTime) at = g_date_time_new_from_unix_local(entry->began_s);

        if (g_date_time_get_month(at) == g_date_time_get_month(shown))
            gtk_calendar_mark_day(self->calendar, (guint)g_date_time_get_day_of_month(at));
    }
}

/* Days with entries are marked. */
static void
mark_month(LiltJournalPage *self)
{
    g_autoptr(GDateTime) shown = gtk_calendar_get_date(self->calendar);
    g_autoptr(GDateTime) first = g_date_time_new_local(g_date_time_get_year(shown),
                                                       g_date_time_get_month(shown), 1, 0, 0, 0);
    g_autoptr(GDateTime) next = g_date_time_add_months(first, 1);

    if (self->session != NULL)
        lilt_session_read_journal_async(self->session, g_date_time_to_unix(first),
                                        g_date_time_to_unix(next), on_month_read,
                                        g_object_ref(self));
}

static void
on_calendar_shown(LiltJournalPage *self)
{
    g_autoptr(GDateTime)
        day = g_date_time_new_local(g_date_get_year(&self->day), (int)g_date_get_month(&self->day),
                                    g_date_get_day(&self->day), 12, 0, 0);

    gtk_calendar_select_day(self->calendar, day);
    mark_month(self);
}

static void
on_calendar_chosen(LiltJournalPage *self)
{
    g_autoptr(GDateTime) chosen = gtk_calendar_get_date(self->calendar);
    const GDate now = today();
    GDate day;

    g_date_clear(&day, 1);
    g_date_set_dmy(&day, (GDateDay)g_date_time_get_day_of_month(chosen),
                   (GDateMonth)g_date_time_get_month(chosen),
                   (GDateYear)g_date_time_get_year(chosen));
    if (g_date_compare(&day, &self->day) != 0 && g_date_compare(&day, &now) <= 0)
        gtk_widget_activate_action(GTK_WIDGET(self), "win.journal-day", "@s", target_of(&day));
}

/* ---- the class ------------------------------------------------------------------------------- */

static void
lilt_journal_page_dispose(GObject *object)
{
    LiltJournalPage *self = LILT_JOURNAL_PAGE(object);

    g_clear_object(&self->session);
    G_OBJECT_CLASS(lilt_journal_page_parent_class)->dispose(object);
}

/* The chart lends entries from here until it is gone. */
static void
lilt_journal_page_finalize(GObject *object)
{
    g_clear_pointer(&LILT_JOURNAL_PAGE(object)->entries, g_ptr_array_unref);
    G_OBJECT_CLASS(lilt_journal_page_parent_class)->finalize(object);
}

static void
lilt_journal_page_class_init(LiltJournalPageClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    g_type_ensure(LILT_TYPE_DAY_CHART);
    G_OBJECT_CLASS(klass)->dispose = lilt_journal_page_dispose;
    G_OBJECT_CLASS(klass)->finalize = lilt_journal_page_finalize;
    gtk_widget_class_set_template_from_resource(widget_class, LILT_UI "lilt_journal_page.ui");
    gtk_widget_class_bind_template_child(widget_class, LiltJournalPage, before);
    gtk_widget_class_bind_template_child(widget_class, LiltJournalPage, after);
    gtk_widget_class_bind_template_child(widget_class, LiltJournalPage, stages);
    gtk_widget_class_bind_template_child(widget_class, LiltJournalPage, date);
    gtk_widget_class_bind_template_child(widget_class, LiltJournalPage, day_name);
    gtk_widget_class_bind_template_child(widget_class, LiltJournalPage, calendar);
    gtk_widget_class_bind_template_child(widget_class, LiltJournalPage, summary);
    gtk_widget_class_bind_template_child(widget_class, LiltJournalPage, brightest);
    gtk_widget_class_bind_template_child(widget_class, LiltJournalPage, led);
    gtk_widget_class_bind_template_child(widget_class, LiltJournalPage, by_hand);
    gtk_widget_class_bind_template_child(widget_class, LiltJournalPage, note);
    gtk_widget_class_bind_template_child(widget_class, LiltJournalPage, export);
    gtk_widget_class_bind_template_child(widget_class, LiltJournalPage, erase);
    gtk_widget_class_bind_template_child(widget_class, LiltJournalPage, week);
    gtk_widget_class_bind_template_child(widget_class, LiltJournalPage, kinds);
    gtk_widget_class_bind_template_child(widget_class, LiltJournalPage, chart);
    gtk_widget_class_bind_template_child(widget_class, LiltJournalPage, facts);
    gtk_widget_class_bind_template_callback(widget_class, on_calendar_shown);
    gtk_widget_class_bind_template_callback(widget_class, on_calendar_chosen);
    gtk_widget_class_bind_template_callback(widget_class, mark_month);
}

static void
lilt_journal_page_init(LiltJournalPage *self)
{
    self->day = today();
    gtk_widget_init_template(GTK_WIDGET(self));
    lilt_name_control(self->before, _("Week Before"));
    lilt_name_control(self->after, _("Week After"));
    lilt_keep_direction(GTK_WIDGET(self->chart));
}

void
lilt_journal_page_set_session(LiltJournalPage *self, LiltSession *session)
{
    GActionGroup *actions = lilt_session_get_actions(session);

    g_return_if_fail(LILT_IS_JOURNAL_PAGE(self));
    g_set_object(&self->session, session);
    g_signal_connect_object(session, "journal-changed", G_CALLBACK(refresh), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(actions, "action-state-changed::journal", G_CALLBACK(refresh), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect(self, "map", G_CALLBACK(refresh), NULL);
    lilt_journal_page_show_day(self, &self->day);
}

void
lilt_journal_page_show_day(LiltJournalPage *self, const GDate *day)
{
    GtkRoot *window = gtk_widget_get_root(GTK_WIDGET(self));
    const GDate monday = monday_of(day), shown = monday_of(&self->day);
    const gboolean same_week = self->entries != NULL && g_date_compare(&monday, &shown) == 0;
    GAction *action = g_action_map_lookup_action(G_ACTION_MAP(window), "journal-day");

    g_return_if_fail(LILT_IS_JOURNAL_PAGE(self));
    self->day = *day;
    g_simple_action_set_state(G_SIMPLE_ACTION(action), target_of(day));
    if (same_week)
        show_day(self);
    else
        refresh(self);
}

void
lilt_journal_page_turn(LiltJournalPage *self, int n_days)
{
    const GDate now = today();
    GDate day = days_after(&self->day, n_days);

    if (g_date_compare(&day, &now) > 0)
        day = now;
    lilt_journal_page_show_day(self, &day);
}

void
lilt_journal_page_set_narrow(LiltJournalPage *self, gboolean narrow)
{
    const GtkOrientation direction = narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL;

    g_return_if_fail(LILT_IS_JOURNAL_PAGE(self));
    lilt_button_fit(self->export, _("Export…"), "document-save-symbolic", narrow);
    lilt_button_fit(self->erase, _("Erase…"), "user-trash-symbolic", narrow);
    gtk_widget_set_visible(self->before, !narrow); /* the calendar goes anywhere */
    gtk_widget_set_visible(self->after, !narrow);
    gtk_orientable_set_orientation(GTK_ORIENTABLE(self->kinds), direction);
    gtk_orientable_set_orientation(GTK_ORIENTABLE(self->facts), direction);
}
