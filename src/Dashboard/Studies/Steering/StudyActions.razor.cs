using System.Globalization;
using Angioboard.Core;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Dialogs;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Studies.Launching;
using Angioboard.Jobs.Studies.Library;
using Angioboard.Jobs.Studies.Planning;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Angioboard.Dashboard.Studies.Steering;

/// <summary>The buttons of a study: pause, go on, stop, run again, add seeds. Each asks once and says what was done.</summary>
public sealed partial class StudyActions
{
    private const string SeedsField = "Seeds";

    private IReadOnlyList<Run> own = [];
    private bool busy;

    /// <summary>The study's id: <c>experiment/Study_N</c>.</summary>
    [Parameter, EditorRequired] public required string Study { get; set; }

    /// <summary>Its runs, which say how many have no folder; the buttons follow them.</summary>
    [Parameter, EditorRequired] public required StudyRuns Runs { get; set; }

    /// <summary>Something was done.</summary>
    [Parameter] public EventCallback OnDone { get; set; }

    /// <summary>The runs.</summary>
    [Inject] public required RunStore Store { get; set; }

    /// <summary>Steers the runs.</summary>
    [Inject] public required StudyControl Control { get; set; }

    /// <summary>Launches and adds.</summary>
    [Inject] public required StudyLauncher Launcher { get; set; }

    /// <summary>The account that acts on this page.</summary>
    [Inject] public required PageActor Page { get; set; }

    /// <summary>Asks.</summary>
    [Inject] public required IDialogService Dialogs { get; set; }

    /// <summary>Says what was done.</summary>
    [Inject] public required ISnackbar Snackbar { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet() => own = RunsOfStudy.Of(Store, Study);

    private int Missing => Runs.NotMade;

    private static bool IsGoing(Run run) => !run.Status.IsFinal() && run.PausedBy is null;

    private static bool HasEnded(Run run) => run.Status is RunStatus.Failed or RunStatus.Diverged or RunStatus.Stopped;

    private Task PauseAsync() => AskAsync($"Pause {Study}?",
        $"{Count(own.Count(IsGoing))} will be held. Trainers save a checkpoint and end; nothing is lost.", "Pause the study",
        async actor => (await Control.PauseAsync(actor, Study, CancellationToken.None)).Words);

    private Task GoOnAsync() => AskAsync($"Go on with {Study}?",
        $"{Count(own.Count(run => run.IsPausedByHand), "paused ")} will be put back in line.", "Go on",
        async actor => (await Control.GoOnAsync(actor, Study, CancellationToken.None)).Words);

    private Task StopAsync() => AskAsync($"Stop {Study}?",
        $"{Count(own.Count(run => !run.Status.IsFinal()))} will be taken out of the queue or end within 4 seconds. They can be run again.",
        "Stop the study", async actor => (await Control.StopAsync(actor, Study, CancellationToken.None)).Words, dangerous: true);

    private Task LaunchMissingAsync() => AskAsync($"Launch what {Study} lacks?", $"{Count(Missing)} will be made and queued.", "Launch",
        async actor => Queued(await Launcher.LaunchAsync(actor, Study, again: false, null, CancellationToken.None)));

    private Task AgainAsync() => AskAsync($"Run the ended runs of {Study} again?",
        $"{Count(own.Count(HasEnded))} that failed, diverged or were stopped will be queued again, from their last checkpoint.",
        "Run again",
        async actor => Queued(await Launcher.LaunchAsync(actor, Study, again: true, null, CancellationToken.None)));

    private async Task AddSeedsAsync()
    {
        string? seeds = await Dialogs.TextAsync($"Add seeds to {Study}", "Each variant is trained in each fold with each new seed.",
            "Seeds, such as 4,5 or 4-6", "", "Add and launch", ProblemOf);
        if (seeds is null) return;
        await DoAsync(async actor => Queued(await Launcher.AddAsync(
            actor, Study, new StudyAddition { Seeds = SeedList.Read(seeds, SeedsField) }, null, CancellationToken.None)));
    }

    private static string? ProblemOf(string seeds)
    {
        try
        {
            SeedList.Read(seeds, SeedsField);
            return null;
        }
        catch (InputException e)
        {
            return e.Message;
        }
    }

    private async Task AskAsync(string title, string text, string confirm, Func<Actor, Task<string>> act, bool dangerous = false)
    {
        if (!busy && await Dialogs.ConfirmAsync(title, text, confirm, dangerous)) await DoAsync(act);
    }

    private async Task DoAsync(Func<Actor, Task<string>> act)
    {
        if (busy) return;
        busy = true;
        try
        {
            await Snackbar.SayAsync(async () => await act(await Page.GetAsync()));
        }
        finally
        {
            busy = false;
        }
        own = RunsOfStudy.Of(Store, Study);
        await OnDone.InvokeAsync();
    }

    private static string Queued(LaunchedStudy launched) =>
        string.Join("; ", launched.Warnings.Prepend($"{Count(launched.Runs.Count + launched.Again.Count)} queued"));

    private static string Count(int count, string kind = "") =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {kind}{(count == 1 ? "run" : "runs")}");
}
