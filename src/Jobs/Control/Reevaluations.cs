using Angioboard.Core;
using Angioboard.Core.Data.Patients;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Control;

/// <summary>Evaluates runs' predictions once more, by this version's methods. Researchers may do so for anybody's runs.</summary>
public sealed class Reevaluations : IDisposable
{
    private readonly QueueSetup setup;
    private readonly RunStore runs;
    private readonly DataRoots roots;
    private readonly RunCheck check;
    private readonly Rights rights;

    // One at a time: each uses all cores for a moment, beside trainers.
    private readonly SemaphoreSlim turn = new(1);

    internal Reevaluations(QueueSetup setup, RunStore runs, Scheduler scheduler, DataRoots roots, Rights rights) =>
        (this.setup, this.runs, check, this.roots, this.rights) = (setup, runs, new RunCheck(runs, scheduler), roots, rights);

    /// <summary>Evaluates a run's predictions and replaces its evaluation.json and reports.</summary>
    /// <exception cref="InputException">
    /// A trainer works on it, it has no predictions, or its table of patients lies outside the folders that data may be read from.
    /// </exception>
    /// <exception cref="NotAllowedException">The user may not change runs.</exception>
    public Task DoAsync(Actor actor, string id, CancellationToken cancellation) => Task.Run(
        () => rights.DoAsync(actor, Roles.Researcher, AuditActions.RunEvaluateAgain, id, async _ =>
        {
            Run run = check.FindIdle(id);
            RunCheck.RequireFolder(run);
            if (!File.Exists(new RunFolder(run.Folder).Predictions))
                throw new InputException($"{run.Title}: has no predictions to evaluate");
            // Settings may name any file.
            if (run.Settings.Patients is { } patients && PatientMap.NamesFile(patients)) roots.Require(patients);
            await turn.WaitAsync(cancellation);
            try
            {
                await ToolProcess.RunAsync(
                    setup, ["evaluate", run.Folder], $"{run.Title}: could not be evaluated; try `angioboard evaluate {run.Folder}`",
                    cancellation);
                return runs.Update(id, RunResults.Read);
            }
            finally
            {
                turn.Release();
            }
        }), cancellation);

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();
}
