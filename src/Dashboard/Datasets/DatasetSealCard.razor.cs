using Angioboard.Core;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Dialogs;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Sealing;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Seals;
using Angioboard.Jobs.Users;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace Angioboard.Dashboard.Datasets;

/// <summary>The seal on a dataset's test split.</summary>
public sealed partial class DatasetSealCard
{
    private DatasetSeal? seal, before;
    private int runs, revealed;
    private bool mayUnseal;

    /// <summary>The data set.</summary>
    [Parameter, EditorRequired] public required Dataset Dataset { get; set; }

    /// <summary>Whether the user may change the data set.</summary>
    [Parameter, EditorRequired] public required bool MayChange { get; set; }

    /// <summary>Seals data sets.</summary>
    [Inject] public required DatasetSealing Sealing { get; set; }

    /// <summary>All runs and seals.</summary>
    [Inject] public required RunStore Store { get; set; }

    /// <summary>Asks for confirmation.</summary>
    [Inject] public required IDialogService Dialogs { get; set; }

    /// <summary>The account that acts on this page.</summary>
    [Inject] public required PageActor Page { get; set; }

    /// <summary>Shows short messages.</summary>
    [Inject] public required ISnackbar Snackbar { get; set; }

    /// <summary>The signed-in user.</summary>
    [CascadingParameter] public required Task<AuthenticationState> Authentication { get; set; }

    private IReadOnlyList<RunReveal> Reveals => (seal ?? before)?.Reveals ?? [];

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        Look();
        mayUnseal = (await Authentication).User.IsInRole(Roles.Administrator);
    }

    private void Look()
    {
        (seal, before) = (Sealing.Of(Dataset), Store.Seals.Find(Dataset.Name));
        if (seal is null) return;
        Run[] used = [.. Store.All.Where(run => run.Trashed is null && Store.Seals.Closed(run) == seal)];
        (runs, revealed) = (used.Length, used.Count(run => run.Hidden.Own is null));
    }

    private async Task SealAsync()
    {
        string text = $"The test figures, curves and predictions of every run on {Dataset.Name} are hidden from everybody, until a "
            + "researcher reveals those of a run and says why.\nRuns that have finished are hidden too, though their figures may have been "
            + "seen. Only an administrator can take the seal off.";
        if (await Dialogs.ConfirmAsync("Seal the test split?", text, "Seal")) await DoAsync(actor => Sealing.Seal(actor, Dataset.Name));
    }

    private async Task UnsealAsync()
    {
        string text = $"This shows the test figures of all runs on {Dataset.Name} to everybody, also of runs that nobody has revealed.\n"
            + "What somebody has seen cannot be hidden again. Reveals so far stay on record.";
        if (await Dialogs.ReasonAsync("Unseal the test split?", text, "A few words. They are kept and shown on this page", "Unseal",
            dangerous: true) is { } reason)
            await DoAsync(actor => Sealing.Unseal(actor, Dataset.Name, reason));
    }

    private async Task DoAsync(Action<Actor> act)
    {
        Actor actor = await Page.GetAsync();
        try
        {
            await Task.Run(() => act(actor));
        }
        catch (InputException e)
        {
            Snackbar.Add(e.Problems[0], Severity.Error);
        }
        Look();
    }
}
