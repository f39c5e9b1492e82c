using Angioboard.Core;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Dialogs;
using Angioboard.Dashboard.Times;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Retention;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Angioboard.Dashboard.Machine;

/// <summary>The disk space that deleted runs use.</summary>
public sealed partial class TrashNote
{
    private TrashContents? contents;
    private bool emptying;

    /// <summary>The reader's time zone.</summary>
    [CascadingParameter] public ReaderTime Reader { get; set; } = new();

    /// <summary>The latest sample of the machine; the trash is measured as often.</summary>
    [Parameter, EditorRequired] public required MachineSample Box { get; set; }

    /// <summary>Whether the user may empty the trash of all users.</summary>
    [Parameter] public bool MayEmpty { get; set; }

    /// <summary>Called with the reason if something could not be removed.</summary>
    [Parameter] public EventCallback<string> OnProblem { get; set; }

    /// <summary>The trash.</summary>
    [Inject] public required RunTrash Trash { get; set; }

    /// <summary>The account that acts on this page.</summary>
    [Inject] public required PageActor Page { get; set; }

    /// <summary>Asks for confirmation.</summary>
    [Inject] public required IDialogService Dialogs { get; set; }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync() => contents = await Task.Run(Trash.Measure);

    private async Task EmptyAsync()
    {
        if (contents is not { Runs: > 0 and var count }) return;
        string runs = count == 1 ? "The deleted run is" : $"The {count} deleted runs are";
        string text = $"{runs} removed permanently, with all results and checkpoints.";
        if (!await Dialogs.ConfirmAsync("Empty the trash?", text, "Remove permanently", dangerous: true)) return;
        emptying = true;
        try
        {
            await Trash.EmptyAsync(await Page.GetAsync(), CancellationToken.None);
        }
        catch (InputException e)
        {
            await OnProblem.InvokeAsync(e.Message);
        }
        finally
        {
            emptying = false;
        }
        contents = await Task.Run(Trash.Measure);
    }

    private static string Deleted(int runs) => runs == 1 ? "1 deleted run" : $"{runs} deleted runs";
}
