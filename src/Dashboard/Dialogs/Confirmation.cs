using MudBlazor;

namespace Angioboard.Dashboard.Dialogs;

/// <summary>Asks for confirmation.</summary>
public static class Confirmation
{
    /// <summary>
    /// Shows a question with the button <paramref name="confirm"/> ("Delete 3 runs") and Cancel; true if confirmed. A dangerous one is
    /// red, with the focus on Cancel.
    /// </summary>
    public static async Task<bool> ConfirmAsync(this IDialogService dialogs, string title, string text, string confirm,
        bool dangerous = false)
    {
        DialogParameters<ConfirmDialog> parameters =
            new DialogParameters<ConfirmDialog> { { d => d.Text, text }, { d => d.Confirm, confirm }, { d => d.Dangerous, dangerous } };
        IDialogReference dialog = await dialogs.ShowAsync<ConfirmDialog>(title, parameters,
            new DialogOptions { CloseOnEscapeKey = true, MaxWidth = MaxWidth.ExtraSmall, FullWidth = true });
        return await dialog.Result is { Canceled: false };
    }

    /// <summary>
    /// Asks for a word, with one that is there already; null if cancelled. <paramref name="check"/> says what is wrong with one.
    /// </summary>
    public static async Task<string?> TextAsync(this IDialogService dialogs, string title, string text, string label, string value,
        string confirm, Func<string, string?>? check = null)
    {
        DialogParameters<TextDialog> parameters = new DialogParameters<TextDialog>
        {
            { d => d.Text, text }, { d => d.Label, label }, { d => d.Value, value }, { d => d.Confirm, confirm },
            { d => d.Check, check },
        };
        IDialogReference dialog = await dialogs.ShowAsync<TextDialog>(title, parameters,
            new DialogOptions { CloseOnEscapeKey = true, MaxWidth = MaxWidth.ExtraSmall, FullWidth = true });
        return await dialog.Result is { Canceled: false, Data: string given } ? given : null;
    }

    /// <summary>Asks why; null if cancelled. A dangerous question has a red button.</summary>
    public static async Task<string?> ReasonAsync(this IDialogService dialogs, string title, string text, string help, string confirm,
        bool dangerous = false)
    {
        DialogParameters<ReasonDialog> parameters = new DialogParameters<ReasonDialog>
        {
            { d => d.Text, text }, { d => d.Help, help }, { d => d.Confirm, confirm }, { d => d.Dangerous, dangerous },
        };
        IDialogReference dialog = await dialogs.ShowAsync<ReasonDialog>(title, parameters,
            new DialogOptions { CloseOnEscapeKey = true, MaxWidth = MaxWidth.Small, FullWidth = true });
        return await dialog.Result is { Canceled: false, Data: string reason } ? reason : null;
    }
}
