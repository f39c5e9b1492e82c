using Angioboard.Core;
using Angioboard.Dashboard.Times;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Users.Sessions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Angioboard.Dashboard.Account.Sessions;

/// <summary>The browsers in which a user is signed in, with buttons to sign them out.</summary>
public sealed partial class SessionList
{
    private IReadOnlyList<Session> open = [];
    private string? current;
    private string? problem;

    /// <summary>The user's name.</summary>
    [Parameter, EditorRequired] public required string User { get; set; }

    /// <summary>The signed-in user.</summary>
    [CascadingParameter] public required Task<AuthenticationState> Authentication { get; set; }

    /// <summary>The reader's time zone.</summary>
    [CascadingParameter] public ReaderTime Reader { get; set; } = new();

    /// <summary>The sessions.</summary>
    [Inject] public required SessionStore Sessions { get; set; }

    /// <summary>The account that acts on this page.</summary>
    [Inject] public required PageActor Page { get; set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        current = (await Authentication).User.SessionId();
        open = Sessions.Of(User);
    }

    private Task EndAsync(Session session) => TryAsync(actor => Sessions.End(actor, session.Id));

    private Task EndOthersAsync() => TryAsync(actor => Sessions.EndOthers(actor, current));

    private async Task TryAsync(Action<Actor> end)
    {
        problem = null;
        try
        {
            end(await Page.GetAsync());
        }
        catch (InputException e)
        {
            problem = e.Message;
        }
        open = Sessions.Of(User);
    }
}
