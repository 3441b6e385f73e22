// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.user;

import java.util.List;
import java.util.Map;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapsId;
import jakarta.persistence.OneToOne;
import jakarta.persistence.Table;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link User} tells about a career.
 */
@Entity
@Table(name = "profiles")
public class Profile {

	@Id
	private @Nullable Long userId;

	@MapsId
	@OneToOne(fetch = FetchType.LAZY, optional = false)
	@JoinColumn(name = "user_id")
	private User user;

	private String username;

	@JdbcTypeCode(SqlTypes.JSON)
	private Map<String, Object> rawData;

	@JdbcTypeCode(SqlTypes.JSON)
	private Map<String, Object> filteredData;

	@JdbcTypeCode(SqlTypes.JSON)
	private List<Project> projects;

	/**
	 * Create the profile of a saved user.
	 * @param user the owner
	 * @param username a unique name
	 * @param rawData the data as delivered, by field; possibly empty
	 * @param filteredData what the agent may use of it, by field; possibly empty
	 * @param projects the user's projects, possibly empty
	 */
	public Profile(User user, String username, Map<String, Object> rawData, Map<String, Object> filteredData,
			List<Project> projects) {
		this.user = user;
		this.username = username;
		this.rawData = rawData;
		this.filteredData = filteredData;
		this.projects = projects;
	}

	/**
	 * Used by JPA only.
	 */
	@SuppressWarnings("NullAway.Init")
	protected Profile() {
	}

	/**
	 * Return the owner.
	 * @return the user
	 */
	public User getUser() {
		return this.user;
	}

	/**
	 * Return the unique name.
	 * @return the name
	 */
	public String getUsername() {
		return this.username;
	}

	/**
	 * Return the data as delivered.
	 * @return the values by field, possibly empty
	 */
	public Map<String, Object> getRawData() {
		return this.rawData;
	}

	/**
	 * Return what the agent may use.
	 * @return the values by field, possibly empty
	 */
	public Map<String, Object> getFilteredData() {
		return this.filteredData;
	}

	/**
	 * Return the user's projects.
	 * @return the projects, possibly empty
	 */
	public List<Project> getProjects() {
		return this.projects;
	}

}
