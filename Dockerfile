# The whole kit on macOS, Windows, or a Linux that should stay as it is. In the clone:
#
#   docker build --tag racelings .
#   docker run --rm --init --interactive --tty --volume "$PWD/learn:/home/learner/learn" racelings
#
# The exercises are then in the folder `learn` of your own machine: edit them there.
FROM rust:1.95-slim-bookworm

# The sandbox of `grade`.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends bubblewrap \
    && rm -rf /var/lib/apt/lists/*

# An ordinary user: for root there is no limit on processes.
RUN useradd --create-home --shell /bin/bash --uid 1000 learner
USER learner
ENV CARGO_HOME=/home/learner/.cargo
ENV PATH=/home/learner/.cargo/bin:$PATH

COPY --chown=learner . /home/learner/racelings
WORKDIR /home/learner/racelings
# Exploring one program builds the libraries, so learners need not wait for them.
RUN cargo install --path . --locked \
    && racelings explore tests/explore/passes/program_alone.rs \
    && mkdir /home/learner/learn

WORKDIR /home/learner/learn
# The first time, the folder is empty. File events of another system do not reach the container, so `watch` polls.
CMD ["bash", "-c", "{ test -e racelings.toml || racelings init .; } && racelings watch --poll"]
