using System.Security.Cryptography;
using System.Text.Json;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Api.V1.Answers;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Texts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Angioboard.Dashboard.Api.V1.Changing;

/// <summary>
/// A run's name, tags and note. They have an ETag of their own: that of the run changes with every step of its training, so nobody could
/// use it to find out whether somebody else has edited the note.
/// </summary>
internal static class TextRoutes
{
    public static void MapTexts(this RouteGroupBuilder api)
    {
        api.MapGet($"{RunChanges.OfRun}/texts", Get).WithTags(RunChanges.Tag)
            .WithSummary("Get a run's name, tags and note, with the ETag to change them").Fails(404);
        api.MapPatch(RunChanges.OfRun, ChangeAsync).WithTags(RunChanges.Tag).WithSummary("Change a run's name, tags and note")
            .WithDescription("Fields that are left out stay. With If-Match, the ETag of the texts, nothing is changed if somebody else "
                + "has changed them since.")
            .Accepts<TextChange>("application/json").Fails(400, 404, 412, 415, 422, 503);
    }

    private static Ok<RunWords> Get(string experiment, string train, HttpContext context, RunStore runs) =>
        Answer(RunWords.Of(RunChanges.Find(runs, experiment, train)), context);

    private static async Task<Ok<RunWords>> ChangeAsync(
        string experiment, string train, [FromHeader(Name = "If-Match")] string? match, HttpContext context, RunStore runs, RunTexts texts)
    {
        Run run = RunChanges.Find(runs, experiment, train);
        JsonBody body = await JsonBody.ReadAsync(context, "name", "tags", "note");
        string? name = body.Text("name"), note = body.Text("note");
        IReadOnlyList<string>? tags = body.Texts("tags");
        body.Require();
        bool named = body.Gives("name");
        texts.Edit(context.Actor(), run.Id, words =>
        {
            if (match is not null && !Matches(match, words))
                throw new RefusedException(StatusCodes.Status412PreconditionFailed,
                    "Somebody has changed these texts since you read them. Read them again, then change them.");
            return new RunWords(
                named ? string.IsNullOrWhiteSpace(name) ? null : name.Trim() : words.Name, tags is null ? words.Tags : TagList.Of(tags),
                note?.Trim() ?? words.Note);
        });
        return Answer(RunWords.Of(RunChanges.Find(runs, experiment, train)), context);
    }

    private static Ok<RunWords> Answer(RunWords words, HttpContext context)
    {
        context.Response.Headers.ETag = TagOf(words);
        return TypedResults.Ok(words);
    }

    private static bool Matches(string match, RunWords words) => match.Trim() == "*"
        || (EntityTagHeaderValue.TryParseList([match], out IList<EntityTagHeaderValue>? tags)
            && tags.Any(tag => tag.Compare(new EntityTagHeaderValue(TagOf(words)), useStrongComparison: true)));

    private static string TagOf(RunWords words) =>
        $"\"{Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(words)))[..16]}\"";
}

/// <summary>What to change; what is left out stays.</summary>
/// <param name="Name">The name; empty for none.</param>
/// <param name="Tags">All tags.</param>
/// <param name="Note">The note.</param>
internal sealed record TextChange(string? Name, IReadOnlyList<string>? Tags, string? Note);
