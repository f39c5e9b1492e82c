using Angioboard.Core;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Charts.Saving;
using Angioboard.Dashboard.Live;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Retention;
using Angioboard.Jobs.Runs;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace Angioboard.Dashboard.RunDetails;

/// <summary>The page of one run: its header and the tab that the address names.</summary>
public sealed partial class RunPage : IDisposable
{
    private RunWatch? watch;
    private ChartSource? source;
    private bool missing;
    private bool mayChange;

    /// <summary>The folder above Train_N.</summary>
    [Parameter] public required string Experiment { get; set; }

    /// <summary><c>Train_N</c>.</summary>
    [Parameter] public required string Train { get; set; }

    /// <summary>The tab shown (<see cref="RunTab.Key"/>).</summary>
    [SupplyParameterFromQuery(Name = "tab")] public string? TabKey { get; set; }

    /// <summary>Whether live updates are paused.</summary>
    [Inject] public required LiveState Live { get; set; }

    /// <summary>The signed-in user.</summary>
    [CascadingParameter] public required Task<AuthenticationState> Authentication { get; set; }

    /// <summary>All runs.</summary>
    [Inject] public required RunStore Store { get; set; }

    /// <summary>Reports changes of runs.</summary>
    [Inject] public required RunFeed Feed { get; set; }

    /// <summary>Carries out actions on runs.</summary>
    [Inject] public required RunControl Control { get; set; }

    /// <summary>Knows how long deleted runs are kept.</summary>
    [Inject] public required RunTrash Trash { get; set; }

    /// <summary>The account that acts on this page.</summary>
    [Inject] public required PageActor Page { get; set; }

    /// <summary>Checks what a role may do.</summary>
    [Inject] public required IAuthorizationService Authorization { get; set; }

    /// <summary>Shows short messages.</summary>
    [Inject] public required ISnackbar Snackbar { get; set; }

    private string Id => $"{Experiment}/{Train}";

    private RunTab Shown => RunTab.Of(TabKey);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Follow();
        AuthenticationState state = await Authentication;
        mayChange = (await Authorization.AuthorizeAsync(state.User, Policies.CanLaunch)).Succeeded;
    }

    /// <inheritdoc/>
    protected override void OnParametersSet() => Follow();

    /// <inheritdoc/>
    public void Dispose() => watch?.Dispose();

    private void Follow()
    {
        if (watch?.Id != Id)
        {
            watch?.Dispose();
            watch = new RunWatch(Id, Store, Feed, InvokeAsync, Live);
            watch.Changed += OnChanged;
        }
        Look();
    }

    private void OnChanged(RunUpdate update)
    {
        if (!update.IsMoreThanProgress) return;
        Look();
        StateHasChanged();
    }

    private void Look()
    {
        if (watch?.Run is not { } run) return;
        missing = run.Missing || !Directory.Exists(run.Folder);
        ChartSource of = ChartSource.Of([run.Title == run.Id ? run.Id : $"{run.Title} ({run.Id})"], [run.Id], [run.Dataset]);
        if (of != source) source = of;
    }

    private async Task RestoreAsync()
    {
        try
        {
            await Control.RestoreAsync(await Page.GetAsync(), Id, CancellationToken.None);
            Snackbar.Add($"{Id} is restored", Severity.Success);
        }
        catch (InputException e)
        {
            Snackbar.Add(e.Message, Severity.Error);
        }
    }
}
