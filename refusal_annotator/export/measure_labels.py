"""The words for measures in workbooks and figures."""

from __future__ import annotations

from collections.abc import Mapping

MEASURE_LABELS: Mapping[str, str] = {
    "u_alpha_nominal": "u-alpha (where spans are)",
    "u_alpha_binary": "|u-alpha (place only)",
    "u_alpha_sets": "u-alpha on sets (place and type)",
    "cu_alpha_nominal": "cu-alpha (type where spans meet)",
    "cu_alpha_sets": "cu-alpha on sets",
    "ku_alpha_nominal": "(k)u-alpha",
    "alpha_U_1995": "alpha-U of 1995 (legacy)",
    "char_binary_alpha_nominal": "alpha by character",
    "sentence_binary_alpha_nominal": "alpha by sentence",
    "gamma": "gamma",
    "gamma_cat": "gamma-cat",
    "f1_exact": "F1, same edges",
    "f1_boundaries": "F1, same edges, any type",
    "f1_overlap": "F1, matched spans",
    "f1_token": "F1, tokens",
    "alpha_nominal": "alpha, nominal",
    "alpha_ordinal": "alpha, ordinal",
    "alpha_interval": "alpha, interval",
    "alpha_ratio": "alpha, ratio",
    "alpha_log_ratio": "alpha, log-ratio",
    "alpha_jaccard": "alpha, sets (Jaccard)",
    "alpha_masi": "alpha, sets (MASI)",
    "alpha_nominal_with_absence": "alpha, no span as a category",
    "percent_agreement": "raw agreement",
    "percent_unanimous": "share all agree on",
    "gwet_ac1": "AC1",
    "gwet_ac2_quadratic": "AC2, quadratic",
    "fleiss_kappa": "Fleiss' kappa",
    "brennan_prediger": "Brennan-Prediger kappa",
    "cohen_kappa": "Cohen's kappa",
    "cohen_kappa_quadratic": "weighted kappa, quadratic",
    "holsti": "Holsti's CR",
    "identical_targets": "identical targets",
}
