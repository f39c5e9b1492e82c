using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Seals;
using Angioboard.Jobs.Runs.Texts;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Control;

/// <summary>Reveals the test figures of runs on sealed datasets, one run at a time, and keeps who did so, when and why.</summary>
public sealed class RunReveals(RunStore runs, Rights rights, TimeProvider time)
{
    private readonly Lock revealing = new();

    /// <summary>Reveals a run's figures of a sealed test split.</summary>
    /// <param name="actor">Who reveals them.</param>
    /// <param name="id">The run.</param>
    /// <param name="dataset">The other dataset that it was evaluated on; null for its own test split.</param>
    /// <param name="reason">Why.</param>
    /// <exception cref="InputException">There is nothing to reveal, no reason is given, or test-seal.json cannot be read.</exception>
    public void Reveal(Actor actor, string id, string? dataset, string reason)
    {
        reason = VisibleText.Line(reason).Trim();
        rights.Do(actor, Roles.Researcher, AuditActions.RunReveal, dataset is null ? id : $"{id} on {dataset}", user =>
        {
            RevealReason.Require(reason);
            lock (revealing) return Reveal(id, dataset, user.Name, reason);
        }, reveal => reveal.Number is { } number ? $"{reason} (reveal {number} of the dataset)" : reason);
    }

    private TestReveal Reveal(string id, string? dataset, string by, string reason)
    {
        Run run = runs.Find(id) ?? throw new InputException($"{id}: there is no such run; reload the page");
        // A file that could not be read may have been put in order since.
        if (Hides(run) is { Dataset: null }) run = runs.Update(id, r => r with { Seals = RunResults.Seals(r) }) ?? run;
        SealedSplit hidden = Hides(run) ?? throw new InputException(
            $"{run.Title}: its test figures are not sealed, or somebody has just revealed them; reload the page");
        if (hidden.Dataset is not { } name)
            throw new InputException($"{hidden.Problem ?? "test-seal.json cannot be read"}; put that file in order first");
        DatasetSeal? seal = runs.Seals.All.FirstOrDefault(other => other.IsClosed && other.IsNamed(name));
        string place = dataset is null ? "" : EvaluationNames.Folder(dataset);
        if (!run.Status.IsFinal())
            throw new InputException($"{run.Title}: has not ended, so its test figures are not final; reveal them then");
        // A clock that was set back must not make it look like a reveal of an earlier seal, or before more training.
        DateTimeOffset?[] earliest = [hidden.Since, run.Seals.GetValueOrDefault(place)?.TrainedOn, time.GetUtcNow()];
        DateTimeOffset at = earliest.OfType<DateTimeOffset>().Max();
        TestReveal reveal = new(at, by, reason, seal?.Reveals.Count + 1);
        DatasetSeal[] put = seal is null ? []
            : [seal with { Reveals = [.. seal.Reveals, new RunReveal(id, run.Title, at, by, reason, seal.Reveals.Count + 1)] }];
        runs.ChangeSeals([], put, other => other.Id != id ? other : SealFiles.With(other, place, Kept(other)));
        if (runs.Find(id) is { } revealed) SealFiles.Write(revealed, kept => kept.Dataset == name);
        return reveal;

        SealedSplit? Hides(Run shown) => dataset is null ? shown.Hidden.Own : shown.Hidden.Elsewhere(dataset);

        TestSeal Kept(Run whole)
        {
            TestSeal kept = whole.Seals.GetValueOrDefault(place) is { Dataset: not null } known ? known
                : new(name, hidden.Since, hidden.By);
            return kept with { Dataset = name, Reveals = [.. kept.Reveals, reveal] };
        }
    }
}
