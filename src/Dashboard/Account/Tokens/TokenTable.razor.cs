using Angioboard.Core;
using Angioboard.Dashboard.Dialogs;
using Angioboard.Dashboard.Times;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Users.Tokens;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Angioboard.Dashboard.Account.Tokens;

/// <summary>Tokens, with buttons to revoke them.</summary>
public sealed partial class TokenTable
{
    private string? problem;

    /// <summary>The user whose tokens are shown; null for everybody's.</summary>
    [Parameter, EditorRequired] public required string? Owner { get; set; }

    /// <summary>The reader's time zone.</summary>
    [CascadingParameter] public ReaderTime Reader { get; set; } = new();

    /// <summary>The tokens.</summary>
    [Inject] public required TokenStore Tokens { get; set; }

    /// <summary>The account that acts on this page.</summary>
    [Inject] public required PageActor Page { get; set; }

    /// <summary>Asks for confirmation.</summary>
    [Inject] public required IDialogService Dialogs { get; set; }

    private IReadOnlyList<ApiToken> Listed => Owner is { } owner ? Tokens.Of(owner) : Tokens.All();

    private string Called(ApiToken token) => Owner is null ? $"{token.Name} of {token.Owner}" : token.Name;

    private async Task RevokeAsync(ApiToken token)
    {
        if (await Dialogs.ConfirmAsync($"Revoke {Called(token)}", "Programs that use it are refused at once. This cannot be undone.",
            "Revoke", dangerous: true))
            await TryAsync(actor => Tokens.Revoke(actor, token.Id));
    }

    private async Task RevokeAllAsync()
    {
        if (await Dialogs.ConfirmAsync("Revoke all tokens", "Programs that use them are refused at once. This cannot be undone.",
            "Revoke all", dangerous: true))
            await TryAsync(actor => Tokens.RevokeAll(actor, Owner!));
    }

    private async Task TryAsync(Action<Actor> revoke)
    {
        problem = null;
        try
        {
            revoke(await Page.GetAsync());
        }
        catch (InputException e)
        {
            problem = e.Message;
        }
    }
}
