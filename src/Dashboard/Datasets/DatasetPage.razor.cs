using System.Globalization;
using System.Security.Claims;
using Angioboard.Core;
using Angioboard.Core.Hygiene;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Dialogs;
using Angioboard.Dashboard.Live;
using Angioboard.Dashboard.Viewer;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Hygiene;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Users;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace Angioboard.Dashboard.Datasets;

/// <summary>A registered data set: its check, its numbers, its exams.</summary>
public sealed partial class DatasetPage : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource gone = new();
    private Dataset? dataset;
    private DatasetState state = new((string?)null);
    private DatasetSummary? summary;
    private CheckedReport? report;
    private HygieneReport? hygiene;
    private DatasetCheckRun? check;
    private bool mayLaunch, mayRemove, editing;
    private RemarkList? remarks;

    /// <summary>The data set's name.</summary>
    [Parameter] public required string Name { get; set; }

    /// <summary>The data sets.</summary>
    [Inject] public required DatasetStore Datasets { get; set; }

    /// <summary>Counts their exams and frames.</summary>
    [Inject] public required DatasetCatalog Catalog { get; set; }

    /// <summary>The folders that their files must be in.</summary>
    [Inject] public required DataRoots Roots { get; set; }

    /// <summary>Their checks.</summary>
    [Inject] public required DatasetRegistration Registration { get; set; }

    /// <summary>What gives their classes away.</summary>
    [Inject] public required HygieneStore Hygiene { get; set; }

    /// <summary>The account that acts on this page.</summary>
    [Inject] public required PageActor Page { get; set; }

    /// <summary>Shows short messages.</summary>
    [Inject] public required ISnackbar Snackbar { get; set; }

    /// <summary>Asks for confirmation.</summary>
    [Inject] public required IDialogService Dialogs { get; set; }

    /// <summary>The page's address.</summary>
    [Inject] public required NavigationManager Navigation { get; set; }

    /// <summary>Announces the end of a check.</summary>
    [Inject] public required Announcer Announcer { get; set; }

    /// <summary>The signed-in user.</summary>
    [CascadingParameter] public required Task<AuthenticationState> Authentication { get; set; }

    private bool Checking => check is { Ended: false };

    /// <inheritdoc/>
    public void Dispose()
    {
        gone.Cancel();
        gone.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (dataset?.Name == Name) return;
        dataset = Datasets.Find(Name);
        if (dataset is null) return;
        state = DatasetState.Of(dataset, Roots);
        (summary, report, hygiene) = (Catalog.Counted(Name), Registration.Report(Name), Hygiene.Find(dataset));
        ClaimsPrincipal user = (await Authentication).User;
        mayLaunch = user.MayLaunch();
        mayRemove = user.IsInRole(Roles.Administrator) || user.Identity?.Name == dataset.Owner;
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender || dataset is null) return;
        if (Registration.Check(Name) is { Ended: false } under) Follow(under);
        DatasetSummary? counted = await Catalog.SummaryAsync(Name, gone.Token);
        if (counted?.Stamp == summary?.Stamp) return;
        summary = counted;
        StateHasChanged();
    }

    private static string Count(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private string Told(string line) => mayLaunch ? line : DatasetLines.ForViewers(dataset!, line);

    private async Task Recheck()
    {
        Actor actor = await Page.GetAsync();
        // Another user's check is running: it is shown.
        if (Registration.Check(Name) is { Ended: false } under) Follow(under);
        else Try(() => Follow(Registration.Recheck(actor, Name)));
    }

    private void RenewRemarks() => remarks?.Renew();

    private void FollowEdit(DatasetCheckRun started)
    {
        editing = false;
        Follow(started);
    }

    private void Renamed(string name)
    {
        editing = false;
        Navigation.NavigateTo($"datasets/{name}", replace: true);
    }

    private async Task StopCheck()
    {
        Actor actor = await Page.GetAsync();
        Try(() => Registration.StopCheck(actor, Name));
    }

    private async Task RemoveAsync()
    {
        string text = $"{Name} is no longer offered for new runs. Its files stay where they are, runs that used it keep their results, "
            + "and remarks on its exams are kept.";
        if (!await Dialogs.ConfirmAsync("Unregister the dataset?", text, "Unregister", dangerous: true)) return;
        Actor actor = await Page.GetAsync();
        if (Try(() => Registration.Remove(actor, Name))) Navigation.NavigateTo("datasets");
    }

    private bool Try(Action act)
    {
        try
        {
            act();
            return true;
        }
        catch (InputException e)
        {
            Snackbar.Add(e.Problems[0], Severity.Error);
            return false;
        }
    }

    private void Follow(DatasetCheckRun started)
    {
        check = started;
        _ = WatchAsync(started, gone.Token);
    }

    private async Task WatchAsync(DatasetCheckRun started, CancellationToken cancellation)
    {
        using PeriodicTimer timer = new(Poll);
        try
        {
            while (!started.Ended && await timer.WaitForNextTickAsync(cancellation)) await InvokeAsync(StateHasChanged);
            if (started.Replaces is not null && started.Report is { Problems.Count: 0 })
            {
                if (started.Dataset.Name != Name) await InvokeAsync(() => Renamed(started.Dataset.Name));
                dataset = Datasets.Find(Name) ?? dataset;
                summary = Catalog.Counted(Name);
            }
            (report, hygiene) = (Registration.Report(Name), Hygiene.Find(dataset!));
            Announcer.Say(started.Failure ?? $"Check of {Name} finished: {report?.ProblemCount ?? 0} problems");
            await InvokeAsync(StateHasChanged);
        }
        catch (OperationCanceledException)
        {
            // The page is closed; the check continues.
        }
    }
}
