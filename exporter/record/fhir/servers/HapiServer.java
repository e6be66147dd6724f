import ca.uhn.fhir.batch2.jobs.config.Batch2JobsConfig;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.config.ThreadPoolFactoryConfig;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.batch2.JpaBatch2Config;
import ca.uhn.fhir.jpa.config.HapiJpaConfig;
import ca.uhn.fhir.jpa.config.r4.JpaR4Config;
import ca.uhn.fhir.jpa.config.util.HapiEntityManagerFactoryUtil;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.config.SubscriptionSettings;
import ca.uhn.fhir.jpa.model.dialect.HapiFhirH2Dialect;
import ca.uhn.fhir.jpa.provider.IJpaSystemProvider;
import ca.uhn.fhir.jpa.provider.JpaCapabilityStatementProvider;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.jpa.subscription.channel.config.SubscriptionChannelConfig;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import jakarta.persistence.EntityManagerFactory;
import java.util.Properties;
import javax.sql.DataSource;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.h2.jdbcx.JdbcConnectionPool;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;

/**
 * HAPI FHIR's JPA server for R4 over H2 in memory. What is ours here is which of HAPI's parts stand together, that the
 * database is H2, and the address; the capability statement, storing, indexing, searching, $everything and paging are
 * HAPI's as published. It prints its address when it listens.
 */
public class HapiServer {
	@Configuration
	@Import({JpaR4Config.class, HapiJpaConfig.class, JpaBatch2Config.class, Batch2JobsConfig.class, ThreadPoolFactoryConfig.class, SubscriptionChannelConfig.class})
	static class Parts {
		@Bean
		JpaStorageSettings storageSettings() {
			JpaStorageSettings s = new JpaStorageSettings();
			s.setHibernateSearchIndexFullText(false);
			s.setEnforceReferentialIntegrityOnWrite(false); // the sample names a few that are nowhere
			return s;
		}

		@Bean
		PartitionSettings partitionSettings() {
			return new PartitionSettings();
		}

		@Bean
		SubscriptionSettings subscriptionSettings() {
			return new SubscriptionSettings();
		}

		@Bean
		DataSource dataSource() {
			return JdbcConnectionPool.create("jdbc:h2:mem:fhir;DB_CLOSE_DELAY=-1", "sa", "");
		}

		@Bean
		@Primary
		LocalContainerEntityManagerFactoryBean entityManagerFactory(
				DataSource data, ConfigurableListableBeanFactory beans, FhirContext context, JpaStorageSettings settings) {
			LocalContainerEntityManagerFactoryBean f = HapiEntityManagerFactoryUtil.newEntityManagerFactory(beans, context, settings);
			f.setPersistenceUnitName("fhir");
			f.setDataSource(data);
			Properties p = new Properties();
			p.put("hibernate.dialect", HapiFhirH2Dialect.class.getName());
			p.put("hibernate.hbm2ddl.auto", "create");
			p.put("hibernate.search.enabled", "false");
			f.setJpaProperties(p);
			return f;
		}

		@Bean
		@Primary
		JpaTransactionManager transactionManager(EntityManagerFactory f) {
			return new JpaTransactionManager(f);
		}

		@Bean
		RestfulServer restfulServer(
				IFhirSystemDao<?, ?> system, IJpaSystemProvider whole, ResourceProviderFactory types, JpaStorageSettings settings,
				ISearchParamRegistry parameters, IValidationSupport validation, DatabaseBackedPagingProvider paging) {
			RestfulServer s = new RestfulServer(system.getContext());
			s.registerProviders(types.createProviders());
			s.registerProvider(whole);
			s.setServerConformanceProvider(new JpaCapabilityStatementProvider(s, system, settings, parameters, validation));
			s.setPagingProvider(paging);
			return s;
		}
	}

	public static void main(String[] args) throws Exception {
		AnnotationConfigApplicationContext parts = new AnnotationConfigApplicationContext(Parts.class);
		ServletContextHandler root = new ServletContextHandler("/");
		root.addServlet(new ServletHolder(parts.getBean(RestfulServer.class)), "/fhir/*");
		Server server = new Server();
		ServerConnector loopback = new ServerConnector(server);
		loopback.setHost("127.0.0.1");
		server.addConnector(loopback);
		server.setHandler(root);
		server.start();
		System.out.println("http://127.0.0.1:" + loopback.getLocalPort() + "/fhir");
		server.join();
	}
}
