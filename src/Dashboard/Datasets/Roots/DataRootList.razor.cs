using Angioboard.Core;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Dialogs;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Datasets.Roots;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Angioboard.Dashboard.Datasets.Roots;

/// <summary>The folders from which data may be read; administrators add and remove some.</summary>
public sealed partial class DataRootList
{
    private string folder = "";
    private string? problem;

    /// <summary>Called when datasets may have become usable or unusable.</summary>
    [Parameter] public EventCallback OnChanged { get; set; }

    /// <summary>The folders.</summary>
    [Inject] public required DataRoots Roots { get; set; }

    /// <summary>Asks for confirmation.</summary>
    [Inject] public required IDialogService Dialogs { get; set; }

    /// <summary>The account that acts on this page.</summary>
    [Inject] public required PageActor Page { get; set; }

    private async Task AddAsync()
    {
        Actor actor = await Page.GetAsync();
        try
        {
            await Task.Run(() => Roots.Add(actor, folder.Trim()));
            (folder, problem) = ("", null);
            await OnChanged.InvokeAsync();
        }
        catch (InputException e)
        {
            problem = e.Problems[0];
        }
    }

    private async Task RemoveAsync(string path)
    {
        string text = $"Datasets below {path} can no longer be used, and their exams are no longer shown. No file is changed.";
        if (!await Dialogs.ConfirmAsync("Remove the allowed folder?", text, "Remove", dangerous: true)) return;
        try
        {
            Roots.Remove(await Page.GetAsync(), path);
            await OnChanged.InvokeAsync();
        }
        catch (InputException e)
        {
            problem = e.Problems[0];
        }
    }
}
