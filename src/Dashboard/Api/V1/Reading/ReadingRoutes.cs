namespace Angioboard.Dashboard.Api.V1.Reading;

/// <summary>The endpoints that read.</summary>
internal static class ReadingRoutes
{
    /// <summary>What the API's description calls these endpoints.</summary>
    public const string Tag = "Reading";

    /// <summary>Maps all of them.</summary>
    public static void MapReading(this RouteGroupBuilder api)
    {
        api.MapRuns();
        api.MapRun();
        api.MapRunFiles();
        api.MapStudies();
        api.MapEnsembles();
        api.MapEpochs();
        api.MapEvents();
        api.MapDatasets();
        api.MapMachine();
        api.MapUsers();
        api.MapComparisons();
        api.MapVariantComparisons();
    }
}
