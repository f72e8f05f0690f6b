# What bench/methods.py runs beside ours: Rscript methods.R JOB. Reads CSV of the folder it runs in, writes the answers
# and, as the last line of standard output, the processor seconds of the computing alone.
suppressMessages({library(surveillance); library(EpiEstim)})
job <- commandArgs(trailingOnly = TRUE)[1]
counts <- function() t(as.matrix(read.csv("counts.csv", header = FALSE)))
put <- function(x, name) write.table(x, name, sep = ",", row.names = FALSE, col.names = FALSE)
spent <- function(work) { used <- system.time(answer <<- work()); cat("\n", used[["user.self"]] + used[["sys.self"]]) }

farrington <- function(method, weeks) {
  y <- counts()
  s <- sts(observed = y, epoch = as.Date("2010-01-04") + 7 * (0:(nrow(y) - 1)), frequency = 52)
  spent(function() farringtonFlexible(s, control = list(range = (nrow(y) - weeks + 1):nrow(y), b = 5, w = 3,
    noPeriods = 10, pastWeeksNotIncluded = 26, weightsThreshold = 2.58, pThresholdTrend = 1, thresholdMethod = method,
    alpha = 0.05, limit54 = c(5, 4), verbose = FALSE)))
  put(t(alarms(answer)) * 1, "answer.csv")
}

ears <- function() {
  s <- sts(observed = counts(), frequency = 365)
  spent(function() earsC(s, control = list(method = "C1", alpha = 0.001)))
  put(t(alarms(answer)) * 1, "answer.csv")
}

rt <- function() {
  y <- counts()
  days <- 2:(nrow(y) - 6)
  config <- make_config(list(mean_si = 4.8, std_si = 2.3, t_start = days, t_end = days + 6))
  spent(function() sapply(seq_len(ncol(y)), function(i)
    suppressWarnings(estimate_R(y[, i], method = "parametric_si", config = config))$R[["Mean(R)"]]))
  put(t(answer), "answer.csv")
}

# No package of Debian has an abridged life table: Chiang's second method as one writes it, a group at a time.
life <- function() {
  deaths <- t(counts()); people <- as.matrix(read.csv("people.csv", header = FALSE))
  years <- c(1, 4, rep(5, 17), NA); lived <- c(0.1, rep(0.5, 18), NA)
  one <- function(d, p) {
    k <- length(d); m <- d / p
    q <- c(years[-k] * m[-k] / (1 + years[-k] * (1 - lived[-k]) * m[-k]), 1)
    l <- 100000 * c(1, cumprod(1 - q[-k])); dying <- l * q
    L <- c(years[-k] * (l[-k] - (1 - lived[-k]) * dying[-k]), l[k] / m[k])
    e <- rev(cumsum(rev(L))) / l
    v <- c(ifelse(d[-k] > 0, q[-k]^2 * (1 - q[-k]) / d[-k], 0), 4 / (d[k] * m[k]^2))
    w <- c(v[-k] * l[-k]^2 * ((1 - lived[-k]) * years[-k] + e[-1])^2, v[k] * l[k]^2)
    data.frame(age = c(0, 1, seq(5, 90, 5)), m, q, l, L, e, se = sqrt(rev(cumsum(rev(w))) / l^2))
  }
  spent(function() t(sapply(seq_len(nrow(deaths)), function(i) one(deaths[i, ], people[i, ])$e)))
  put(answer, "answer.csv")
}

switch(job, ears = ears(), rt = rt(), life = life(), {
  part <- strsplit(job, ":")[[1]]; farrington(part[2], as.integer(part[3])) })
