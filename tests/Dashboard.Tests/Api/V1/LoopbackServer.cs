using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Angioboard.Dashboard.Tests.Api.V1;

/// <summary>A web server on a free port of this machine, which is not a dashboard.</summary>
internal static class LoopbackServer
{
    /// <summary>Makes one, whose endpoints the caller maps.</summary>
    public static WebApplication Make()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        return builder.Build();
    }

    /// <summary>Makes one that answers every request in the same way.</summary>
    public static WebApplication Make(RequestDelegate handle)
    {
        WebApplication made = Make();
        made.Run(handle);
        return made;
    }

    /// <summary>Its address, once it has started.</summary>
    public static string AddressOf(WebApplication server) =>
        server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
}
