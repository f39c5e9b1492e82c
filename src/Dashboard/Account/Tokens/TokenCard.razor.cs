using Angioboard.Core;
using Angioboard.Dashboard.Times;
using Angioboard.Jobs;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Tokens;
using Microsoft.AspNetCore.Components;

namespace Angioboard.Dashboard.Account.Tokens;

/// <summary>A user's own tokens, and a form to make one.</summary>
public sealed partial class TokenCard
{
    private static readonly int[] offered = [30, 90, 365];

    private string name = "";
    private string role = Roles.Viewer;
    private int days;
    private DateOnly? until;
    private (string Name, string Secret)? made;
    private IReadOnlyList<string> problems = [];

    /// <summary>The user.</summary>
    [Parameter, EditorRequired] public required User User { get; set; }

    /// <summary>The reader's time zone.</summary>
    [CascadingParameter] public ReaderTime Reader { get; set; } = new();

    /// <summary>The tokens.</summary>
    [Inject] public required TokenStore Tokens { get; set; }

    /// <summary>The longest that a token may be valid.</summary>
    [Inject] public required AngioboardOptions Options { get; set; }

    /// <summary>The clock.</summary>
    [Inject] public required TimeProvider Time { get; set; }

    /// <summary>The account that acts on this page.</summary>
    [Inject] public required PageActor Page { get; set; }

    private IEnumerable<int> Lengths => offered.Where(length => length <= Options.Tokens.LongestDays);

    /// <inheritdoc/>
    protected override void OnInitialized() => days = Lengths.Skip(1).FirstOrDefault(Lengths.FirstOrDefault());

    private async Task Make()
    {
        (problems, made) = ([], null);
        try
        {
            if (days == 0 && until is null)
                throw new InputException("expires: choose the last day of the token");
            string wanted = name.Trim();
            DateTimeOffset expires = days > 0 ? Time.GetUtcNow().AddDays(days) : EndOf(until!.Value);
            made = (wanted, Tokens.Create(await Page.GetAsync(), wanted, role, expires));
            name = "";
        }
        catch (InputException e)
        {
            problems = [.. e.Problems.Select(problem => problem.Replace("expires: ", "", StringComparison.Ordinal)
                .Replace("name: ", "", StringComparison.Ordinal).Replace("role: ", "", StringComparison.Ordinal))
                .Select(problem => char.ToUpperInvariant(problem[0]) + problem[1..])];
        }
    }

    // The day is one of the reader's time zone.
    private DateTimeOffset EndOf(DateOnly day)
    {
        DateTime end = day.AddDays(1).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(end, Reader.Zone.GetUtcOffset(end));
    }
}
