/* verbs.h - the table of verbs, read by main.c only. */
#pragma once

#include "lab.h"

int lab_train(int argc, char **argv);
int lab_predict(int argc, char **argv);
int lab_evaluate(int argc, char **argv);
int lab_classify(int argc, char **argv);
int lab_watch(int argc, char **argv);
int lab_analyze(int argc, char **argv);
int lab_sound_train(int argc, char **argv);
int lab_scan(int argc, char **argv);
int lab_recommend(int argc, char **argv);
int lab_diurnal(int argc, char **argv);
int lab_simulate(int argc, char **argv);
int lab_export(int argc, char **argv);
int lab_bench(int argc, char **argv);
int lab_plot(int argc, char **argv);
int lab_card(int argc, char **argv);

static const LabVerb lab_verbs[] = {
    {"train",
     "--data DIR --out MODEL [--recipe NAME] [--set NAME=VALUE]... [--epochs N] [--time-budget MIN] [--target PERCENT] [--patience EPOCHS] [--seed S] [--init MODEL] [--teacher FILE] [--resume] [--threads N]",
     lab_train},
    {"predict", "--model MODEL... --data DIR --out FILE [--split train|public]", lab_predict},
    {"evaluate",
     "--model MODEL --data DIR --split train|valid|public|private|paper-train|paper-valid [--labels fer|ferplus] [--without-twins] [--json]",
     lab_evaluate},
    {"classify", "PHOTO... [--json] [--model FILE]", lab_classify},
    {"watch", "(SOURCE [--seconds N] [--model FILE] [--record FILE] | --replay FILE) [--json]",
     lab_watch},
    {"analyze", "FILE... [--json]", lab_analyze},
    {"sound-train", "--data DIR [--out MODEL] [--seed S] [--json]", lab_sound_train},
    {"scan", "DIR... --db FILE [--tags]", lab_scan},
    {"recommend",
     "--db FILE (--mood CLASS | --at V,A) [--goal V,A] [--policy match|lift|path] [--limit N] [--seed S] [--json]",
     lab_recommend},
    {"diurnal", "--data DIR [--json]", lab_diurnal},
    {"simulate", "[--listeners N] [--listening DIR] [--seed S] [--json]", lab_simulate},
    {"export", "--model MODEL (--onnx OUT [--head NAME] | --bf16 OUT)", lab_export},
    {"bench",
     "nn|train|face|pipeline|store|recommend|sound [--net r1|r2|mcnn|FILE] [--threads N] [--batch N]"
     " [--layers] [--photo FILE] [--tracks N] [--listening DIR] [--music FILE] [--json]",
     lab_bench},
    {"plot", "--model MODEL --data DIR", lab_plot},
    {"card", "--model MODEL --data DIR [--without-private] [--update FILE]", lab_card},
};
