/* migrations.h - data/migrations/NNNN_*.sql, embedded by embed.cmake. */
#pragma once

/* The SQL text that leads from version i to version i + 1; NULL ends the list. */
extern const char *const lilt_migrations[];
