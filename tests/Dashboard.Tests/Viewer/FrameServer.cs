using System.Security.Claims;
using Angioboard.Dashboard.Limits;
using Angioboard.Dashboard.Tests.Datasets;
using Angioboard.Dashboard.Viewer;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using SkiaSharp;

namespace Angioboard.Dashboard.Tests.Viewer;

/// <summary>Only the endpoints of frames, with a registered study, for the user that a header names.</summary>
internal sealed class FrameServer : IAsyncDisposable
{
    private readonly DatasetsContext context;
    private readonly WebApplication app;

    private FrameServer(DatasetsContext context, WebApplication app) => (this.context, this.app) = (context, app);

    public static async Task<FrameServer> StartAsync()
    {
        DatasetsContext context = new();
        await context.RegisterAsync();
        Directory.CreateDirectory(Path.Combine(context.Study, "secret"));
        File.Copy(Path.Combine(context.Study, "a_L", "1.jpg"), Path.Combine(context.Study, "secret", "1.jpg"));
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton(context.Services.GetRequiredService<Angioboard.Jobs.Datasets.ExamFrameSource>());
        builder.Services.AddSingleton<FrameBudget>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<WholeFrameAudit>();
        builder.Services.AddSingleton(context.Services.GetRequiredService<DatasetStore>());
        builder.Services.AddSingleton(context.Services.GetRequiredService<DatasetCatalog>());
        builder.Services.AddSingleton(context.Services.GetRequiredService<ExamRemarks>());
        builder.Services.AddSingleton(context.Services.GetRequiredService<Angioboard.Jobs.Audit.AuditLog>());
        WebApplication app = builder.Build();
        app.Use((http, next) =>
        {
            http.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Role, http.Request.Headers["role"]!)], "test"));
            return next(http);
        });
        app.MapFrames();
        app.MapAnimations();
        app.MapRemarkExport();
        await app.StartAsync();
        return new FrameServer(context, app);
    }

    public static (int Width, int Height) Size(byte[] jpeg)
    {
        using SKBitmap bitmap = SKBitmap.Decode(jpeg);
        return (bitmap.Width, bitmap.Height);
    }

    /// <summary>The registered study's folder.</summary>
    public string Study => context.Study;

    /// <summary>What limits the requests of a user, by the address.</summary>
    public IEnumerable<(string Route, string? Limit)> Limits() =>
        from source in ((IEndpointRouteBuilder)app).DataSources
        from route in source.Endpoints.OfType<RouteEndpoint>()
        select (route.RoutePattern.RawText!, route.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName);

    /// <summary>The remarks on the study's exams.</summary>
    public ExamRemarks Remarks => context.Services.GetRequiredService<ExamRemarks>();

    /// <summary>What the audit log holds.</summary>
    public IEnumerable<string> AuditLines() =>
        Directory.EnumerateFiles(context.Services.GetRequiredService<AuditLog>().Folder).SelectMany(File.ReadAllLines);

    /// <summary>Adds a run on the registered study that leaves out no part of the frames.</summary>
    public void AddWholeRun() => context.Services.GetRequiredService<Angioboard.Jobs.Runs.RunStore>().Add(new Angioboard.Jobs.Runs.Run
    {
        Id = "e/Train_1",
        Key = 1,
        Folder = Path.Combine(context.Study, "Train_1"),
        Owner = "ada",
        Settings = new() { Split = Path.Combine(Study, "split.json"), Datadir = Study, NumClasses = 2, Strip = 0 },
        SettingsHash = "",
        Created = default,
    });

    /// <summary>Adds EXIF to a frame of the study that makes viewers rotate it by 90 degrees.</summary>
    public void Turn(string frame)
    {
        string path = Path.Combine(context.Study, frame);
        byte[] jpeg = File.ReadAllBytes(path);
        byte[] exif = [0xff, 0xe1, 0, 34, .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
        File.WriteAllBytes(path, [.. jpeg[..2], .. exif, .. jpeg[2..]]);
        using SKCodec codec = SKCodec.Create(path);
        Assert.Equal(SKEncodedOrigin.RightTop, codec.EncodedOrigin);
    }

    public async Task<HttpResponseMessage> GetAsync(string role, string path)
    {
        using HttpClient client = app.GetTestClient();
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.Add("role", role);
        return await client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await context.EndAsync();
    }
}
