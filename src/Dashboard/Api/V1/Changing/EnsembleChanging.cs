using Angioboard.Core;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Api.V1.Answers;
using Angioboard.Jobs.Studies.Ensembles;
using Angioboard.Jobs.Studies.Library;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Angioboard.Dashboard.Api.V1.Changing;

/// <summary>Makes ensembles of studies' runs, and has them predict.</summary>
internal static class EnsembleChanging
{
    private const string Json = "application/json";

    public static void MapEnsembleChanges(this RouteGroupBuilder api)
    {
        RouteGroupBuilder study = api.MapGroup(StudyChanges.OfStudy).WithTags(StudyChanges.Tag);
        study.MapPost("/ensembles", MakeAsync).WithSummary("Make an ensemble of a study's runs, or make it again")
            .Accepts<EnsembleBody>(Json).Fails(400, 404, 415, 422, 503);
        study.MapPost("/ensembles/{name}/predict", PredictAsync)
            .WithSummary("Have the runs of an ensemble predict a registered dataset, and make the mean of what they predict")
            .Accepts<PredictBody>(Json).Fails(400, 404, 415, 422, 503);
    }

    private static async Task<Created<MadeEnsembleDocument>> MakeAsync(
        string experiment, [FromRoute(Name = "study")] string study, HttpContext context, StudyLibrary library, EnsembleControl control)
    {
        string id = Find(library, experiment, study);
        JsonBody body = await JsonBody.ReadAsync(context, "variant", "runs", "name");
        EnsembleChoice choice = new()
        {
            Variant = body.Text("variant"), Runs = body.Texts("runs") ?? [], Name = body.Text("name"),
        };
        body.Require();
        MadeEnsemble made = await control.MakeAsync(context.Actor(), id, choice, context.RequestAborted);
        string url = $"{context.Request.PathBase}{Requests.ApiProblem.Root}/studies/{id}";
        return TypedResults.Created(url, new MadeEnsembleDocument(made.Name, made.Words, url));
    }

    private static async Task<Ok<PredictingDocument>> PredictAsync(string experiment, [FromRoute(Name = "study")] string study,
        string name, HttpContext context, StudyLibrary library, EnsembleControl control)
    {
        string id = Find(library, experiment, study);
        JsonBody body = await JsonBody.ReadAsync(context, "dataset");
        string? dataset = body.Text("dataset");
        if (dataset is null) body.Add("dataset: is missing; give the name of a registered dataset");
        body.Require();
        QueuedPredictions done = await control.PredictAsync(context.Actor(), id, name, dataset!, context.RequestAborted);
        return TypedResults.Ok(new PredictingDocument(done.Words, done.Queued, done.Of, done.Refused));
    }

    private static string Find(StudyLibrary library, string experiment, string name) => library.Find($"{experiment}/{name}") is null
        ? throw RefusedException.NoStudy(experiment, name)
        : $"{experiment}/{name}";
}

/// <summary>Which runs to put together; of neither a variant nor runs, those of the best variant.</summary>
/// <param name="Variant">All finished runs of this variant.</param>
/// <param name="Runs">Or these, such as Train_3.</param>
/// <param name="Name">What to call the ensemble, a folder's name; without any, after the variant.</param>
internal sealed record EnsembleBody(string? Variant, IReadOnlyList<string>? Runs, string? Name);

/// <summary>What to predict.</summary>
/// <param name="Dataset">A registered dataset.</param>
internal sealed record PredictBody(string Dataset);

/// <summary>An ensemble that was made.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Words">What was done, in a line.</param>
/// <param name="Url">The study, which describes it.</param>
internal sealed record MadeEnsembleDocument(string Name, string Words, string Url);

/// <summary>Predictions of an ensemble that were asked for.</summary>
/// <param name="Words">What was done, in a line.</param>
/// <param name="Queued">How many of its runs were queued to predict.</param>
/// <param name="Of">How many runs it has.</param>
/// <param name="Refused">Why others were not, a line each.</param>
internal sealed record PredictingDocument(string Words, int Queued, int Of, IReadOnlyList<string> Refused);
